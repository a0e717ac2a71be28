import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refusals } from '../support/aws/refusal.ts';
import { FIRST, SECOND, withHost } from '../support/host.ts';

// -c: who asks AWS, and whose answer is believed.

const INI = '[cache]\nfilename = cache.json\n';

it('of 50 at once on one host one asks AWS', { timeout: 120_000 }, () =>
  withHost(async ({ sh, aws, file }) => {
    await file('.clustercron.ini', INI);
    const fifty = Array.from({ length: 50 }, (_, index) => `clustercron -c elb mylbname touch ran-${index} &`).join('\n');
    const { code, stdout, stderr } = await sh(`${fifty}\nwait; ls ran-* | wc -l`);
    expect({ code, ran: stdout.trim(), stderr }).toEqual({ code: 0, ran: '50', stderr: '' });
    expect(aws.calls.map(({ action }) => action)).toEqual(['DescribeInstanceHealth']);
  }),
);

it('the answer of one balancer is never that of another, of another kind or in another region', () =>
  withHost(async ({ sh, aws, file }) => {
    await file('.clustercron.ini', INI);
    aws.pool = {
      classic: { one: [{ id: FIRST, state: 'InService' }], two: [{ id: SECOND, state: 'InService' }] },
      groups: { one: { type: 'instance', targets: [{ id: SECOND, state: 'healthy' }] } },
    };
    for (let round = 0; round < 2; round++) {
      expect((await sh('clustercron -c elb one')).code).toBe(0);
      expect((await sh('clustercron -c elb two')).code).toBe(1);
      expect((await sh('clustercron -c alb one')).code).toBe(1);
    }
    expect(aws.calls).toHaveLength(4);
    aws.pool = { classic: { one: [{ id: SECOND, state: 'InService' }] } };
    expect((await sh('clustercron -c elb one', { AWS_REGION: 'us-east-1' })).code).toBe(1);
    expect((await sh('clustercron -c elb one')).code).toBe(0);
  }));

it('an unknown is asked again', () =>
  withHost(async ({ sh, aws, file }) => {
    await file('.clustercron.ini', INI);
    aws.fault(refusals.failed, { times: 2 });
    expect((await sh('clustercron -c elb mylbname')).code).toBe(1);
    expect((await sh('clustercron -c elb mylbname')).code).toBe(0);
  }));

it('an answer is asked again when it is as old as the ini allows', () =>
  withHost(async ({ sh, aws, file }) => {
    await file('.clustercron.ini', `${INI}expire_time = 0\n`);
    await sh('clustercron -c elb mylbname');
    await sh('clustercron -c elb mylbname');
    expect(aws.calls).toHaveLength(2);
  }));

it("the original's file is replaced without a line", () =>
  withHost(async ({ sh, file, read }) => {
    await file('.clustercron.ini', INI);
    await file('cache.json', '{"master": false, "isodate": "2026-11-22T12:00:00.000000"}');
    expect(await sh('clustercron -v -c elb mylbname')).toMatchObject({ code: 0, stderr: expect.not.stringContaining('cache') as unknown });
    expect(await read('cache.json')).toContain(FIRST);
  }));

it('a file that is a link is not believed, and left as it is', () =>
  withHost(async ({ sh, file, home, read, aws }) => {
    await file('.clustercron.ini', INI);
    await sh('clustercron -c elb mylbname; mv cache.json elsewhere');
    const kept = await read('elsewhere');
    await symlink('elsewhere', join(home, 'cache.json'));
    expect((await sh('clustercron -c elb mylbname')).stderr).toBe('');
    expect((await sh('clustercron -v -c elb mylbname')).stderr).toContain(
      'INFO     clustercron.cache : cache.json is not used, AWS is asked: it is a symbolic link.\n',
    );
    expect(aws.calls).toHaveLength(3);
    expect(await read('elsewhere')).toBe(kept);
  }));

it('a lock that is never given back is waited for, then AWS is asked, with a warning', () =>
  withHost(async ({ sh, file, home }) => {
    await file('.clustercron.ini', `${INI}max_iter = 2\n`);
    await symlink(String(process.pid), join(home, 'cache.json.lock'));
    expect(await sh('clustercron -c elb mylbname')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'WARNING  clustercron.cache : cache.json is still locked after 2 tries, AWS is asked.\n',
    });
  }));

it('a folder that takes no lock is told, and AWS is asked', () =>
  withHost(async ({ sh, file }) => {
    await file('.clustercron.ini', '[cache]\nfilename = nowhere/cache.json\n');
    expect(await sh('clustercron -c elb mylbname')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'WARNING  clustercron.cache : nowhere/cache.json cannot be used, AWS is asked: ENOENT.\n',
    });
  }));
