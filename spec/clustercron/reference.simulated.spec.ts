import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIRST, SECOND, withHost, type Ended } from '../support/host.ts';

// Every command line of the reference's "Command line examples", as it stands there, on the first host of the pool and on the second.

const HEALTHY = `INFO     clustercron.elb : Healthy instances: ${FIRST}, ${SECOND}\n`;
const silent = (code: number): Ended => ({ code, stdout: '', stderr: '' });

it.each<readonly [line: string, onFirst: Ended, onSecond: Ended]>([
  ['clustercron elb mylbname', silent(0), silent(1)],
  [`clustercron elb mylbname || echo "I'm not master"`, silent(0), { ...silent(0), stdout: "I'm not master\n" }],
  [`clustercron elb mylbname && echo "I'm master"`, { ...silent(0), stdout: "I'm master\n" }, silent(1)],
  [
    'clustercron -v elb mylbname',
    { ...silent(0), stderr: `INFO     clustercron.lb : Instance ID: ${FIRST}\n${HEALTHY}` },
    { ...silent(1), stderr: `INFO     clustercron.lb : Instance ID: ${SECOND}\n${HEALTHY}` },
  ],
  ['clustercron elb mylbname echo test', silent(0), silent(1)],
  ['clustercron alb mytargetgroupname echo test', silent(0), silent(1)],
  ['clustercron -o elb mylbname echo test', { ...silent(0), stdout: 'test\n' }, silent(1)],
  ['clustercron -output elb mylbname echo test', { ...silent(0), stdout: 'test\n' }, silent(1)],
  ['clustercron -c elb mylbname echo test', silent(0), silent(1)],
])('%s', async (line, onFirst, onSecond) => {
  await withHost(async ({ sh, file }) => {
    await file('.clustercron.ini', '[cache]\nfilename = cache.json\n');
    expect(await sh(line)).toEqual(onFirst);
  });
  await withHost(async ({ sh, file }) => {
    await file('.clustercron.ini', '[cache]\nfilename = cache.json\n');
    expect(await sh(line)).toEqual(onSecond);
  }, SECOND);
});

it('clustercron -o elb mylbname echo test > output', () =>
  withHost(async ({ sh, read }) => {
    expect(await sh('clustercron -o elb mylbname echo test > output')).toEqual(silent(0));
    expect(await read('output')).toBe('test\n');
  }));

it('clustercron -o elb mylbname cat non_existing_file 1>output 2>error', () =>
  withHost(async ({ sh, read }) => {
    expect(await sh('clustercron -o elb mylbname cat non_existing_file 1>output 2>error')).toEqual(silent(1));
    expect(await read('output')).toBe('');
    expect(await read('error')).toBe('cat: non_existing_file: No such file or directory\n');
  }));

it('leaves an empty file when it is redirected on a host that is not master', () =>
  withHost(async ({ sh, read }) => {
    expect(await sh('clustercron -o elb mylbname echo test > output')).toEqual(silent(1));
    expect(await read('output')).toBe('');
  }, SECOND));

it('a wrapped command redirects on the master only', async () => {
  const wrapped = '#!/bin/sh\necho test > output\n';
  await withHost(async ({ sh, file, read }) => {
    await file('wrapped_cron_command.sh', wrapped, 0o755);
    expect(await sh('clustercron -o elb mylbname ./wrapped_cron_command.sh')).toEqual(silent(0));
    expect(await read('output')).toBe('test\n');
  });
  await withHost(async ({ sh, file, home }) => {
    await file('wrapped_cron_command.sh', wrapped, 0o755);
    expect(await sh('clustercron -o elb mylbname ./wrapped_cron_command.sh')).toEqual(silent(1));
    expect(existsSync(join(home, 'output'))).toBe(false);
  }, SECOND);
});

it('-v logs what the command wrote, and how it ended', () =>
  withHost(async ({ sh }) => {
    expect(await sh('clustercron -v alb mytargetgroupname echo test')).toEqual({
      code: 0,
      stdout: '',
      stderr: [
        `INFO     clustercron.lb : Instance ID: ${FIRST}`,
        `INFO     clustercron.alb : Healthy instances: ${FIRST}, ${SECOND}`,
        'INFO     clustercron.main : run command: echo test',
        'INFO     clustercron.main : stdout: test',
        'INFO     clustercron.main : stderr: ',
        'INFO     clustercron.main : returncode: 0\n',
      ].join('\n'),
    });
  }));
