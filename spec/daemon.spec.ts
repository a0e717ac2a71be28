import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Runs the program from its source, to its end. */
const bosun = (environment: Record<string, string>, words: readonly string[] = []) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'src/daemon.ts', ...words], {
    env: { PATH: process.env.PATH, TSX_DISABLE_CACHE: '1', ...environment },
    encoding: 'utf8',
    timeout: 20_000,
  });

it('ends with 1 and a clear line when no engine is there', () => {
  const { status, stdout } = bosun({ DOCKER_HOST: 'unix:///nowhere/docker.sock' });
  expect(stdout).toMatch(
    /\|CRITICAL\|No engine answers at unix:\/\/\/nowhere\/docker\.sock: connect ENOENT .*\. DOCKER_HOST says where it is\.\n$/,
  );
  expect(status).toBe(1);
});

it('ends with 1 and tells every fault when the settings are wrong', () => {
  const { status, stderr, stdout } = bosun({ JOB_POOL_SIZE: 'ten', TIMEZONE: 'Mars' });
  expect(stderr.split('\n')).toEqual([
    'JOB_POOL_SIZE: "ten" is no whole number from 1 on',
    'TIMEZONE: no time zone "Mars", allowed are the names of the IANA database',
    '',
  ]);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

it.each([
  [['--version'], 0, /^bosun \d+\.\d+\.\d+\n$/, /^$/],
  [['--help'], 0, /^usage: bosun/, /^$/],
  [['-h'], 0, /^usage: bosun/, /^$/],
  [['--hepl'], 1, /^$/, /^bosun: "--hepl" is not understood\nusage: bosun/],
  [['--help', 'me'], 1, /^$/, /^bosun: "me" is not understood\n/],
])('answers %j and does not begin', (words, code, out, err) => {
  const { status, stdout, stderr } = bosun({ DOCKER_HOST: 'unix:///nowhere/docker.sock' }, words);
  expect([status, stdout, stderr]).toEqual([code, expect.stringMatching(out), expect.stringMatching(err)]);
});
