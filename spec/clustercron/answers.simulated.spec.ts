import { describe, expect, it } from 'vitest';
import { refusals } from '../support/aws/refusal.ts';
import { FIRST, SECOND, withHost, type Host } from '../support/host.ts';

// What AWS and the metadata service can answer, and what clustercron makes of it.

const unknown = (reason: string | RegExp): unknown =>
  expect.stringMatching(
    new RegExp(
      `^ERROR    clustercron\\.lb : Nobody knows whether this host is master: ${typeof reason === 'string' ? reason : reason.source}\\.\\n$`,
    ),
  );

describe('who leads', () => {
  it.each([
    ['an address first in number, not in alphabet', 'clustercron alb addresses', FIRST, 0],
    ['an address that is not first', 'clustercron alb addresses', SECOND, 1],
    ['an instance on two ports, healthy on one', 'clustercron alb mytargetgroupname', FIRST, 0],
  ])('%s', (_, line, instance, code) =>
    withHost(async ({ sh }) => expect(await sh(line)).toEqual({ code, stdout: '', stderr: '' }), instance),
  );

  it.each([
    ['elb', 'nobody', 'None of the targets is healthy, of 2'],
    ['elb', 'empty', 'There are no targets'],
    ['alb', 'nobody', 'None of the targets is healthy, of 1'],
  ])('%s %s: where nobody is healthy nobody is master, with a warning', (kind, name, said) =>
    withHost(async ({ sh }) =>
      expect(await sh(`clustercron --unknown-exit 7 ${kind} ${name}`)).toEqual({
        code: 1,
        stdout: '',
        stderr: `WARNING  clustercron.${kind} : ${said}: nobody is master.\n`,
      }),
    ),
  );

  it('a target group on a later page is found', () =>
    withHost(async ({ sh, aws }) => {
      aws.pool = { ...aws.pool, pages: 3 };
      expect(await sh('clustercron alb mytargetgroupname')).toMatchObject({ code: 0, stderr: '' });
      expect(aws.calls.map(({ action }) => action)).toEqual([
        'DescribeTargetGroups',
        'DescribeTargetGroups',
        'DescribeTargetGroups',
        'DescribeTargetHealth',
      ]);
    }));

  it('exits as it is told to where another is master', () =>
    withHost(
      async ({ sh }) => expect(await sh('clustercron --not-master-exit 0 elb mylbname echo')).toMatchObject({ code: 0, stderr: '' }),
      SECOND,
    ));
});

describe('without an answer', () => {
  const fails = (change: (host: Host) => void, line: string, said: string | RegExp, environment = {}) =>
    withHost(async (host) => {
      change(host);
      const ended = await host.sh(`clustercron --unknown-exit 7 ${line} touch ran`, environment);
      expect(ended).toEqual({ code: 7, stdout: '', stderr: unknown(said) });
      await expect(host.read('ran')).rejects.toThrow('ENOENT');
      expect((await host.sh(`clustercron ${line}`, environment)).code).toBe(1);
    });

  it.each<[string, (host: Host) => void, string, string | RegExp]>([
    [
      'no permission',
      ({ aws }) => aws.fault(refusals.denied('DescribeInstanceHealth')),
      'elb mylbname',
      /AWS refuses it: the permission elasticloadbalancing:DescribeInstanceHealth is missing \(User: .*\)/,
    ],
    [
      'no permission for the second call',
      ({ aws }) => aws.fault(refusals.denied('DescribeTargetHealth'), { action: 'DescribeTargetHealth' }),
      'alb mytargetgroupname',
      /AWS refuses it: the permission elasticloadbalancing:DescribeTargetHealth is missing \(User: .*\)/,
    ],
    [
      'no such load balancer',
      () => undefined,
      'elb unheard',
      /AWS knows no classic load balancer 'unheard' there: check the name, the region and the account \(.*\)/,
    ],
    [
      'no such target group',
      () => undefined,
      'alb unheard',
      /AWS knows no target group 'unheard' there: check the name, the region and the account \(.*\)/,
    ],
    [
      'throttled',
      ({ aws }) => aws.fault(refusals.throttled),
      'elb mylbname',
      /AWS throttles: ask less often, by a longer CLUSTER_POLL or clustercron's --cache \(Rate exceeded\)/,
    ],
    ['expired', ({ aws }) => aws.fault(refusals.expired), 'elb mylbname', /AWS rejects the credentials: .* \(ExpiredToken: .*\)/],
    ['failing', ({ aws }) => aws.fault(refusals.failed), 'elb mylbname', /AWS gives no usable answer \(.*\)/],
    [
      'busy',
      ({ aws }) => aws.fault({ body: '<html>busy</html>', status: 503 }),
      'elb mylbname',
      /AWS gives no usable answer \(HTTP status 503\)/,
    ],
    [
      'busy, without XML',
      ({ aws }) => aws.fault({ body: '<html>busy<br>', status: 503 }),
      'elb mylbname',
      /AWS gives no usable answer \(HTTP status 503\)/,
    ],
    [
      'a login page',
      ({ aws }) => aws.fault({ body: '<html>log in</html>' }),
      'elb mylbname',
      /the answer has no InstanceStates: what answers .*/,
    ],
    ['nothing at all', ({ aws }) => aws.fault({ body: '' }), 'alb mytargetgroupname', /the answer has no TargetGroups: what answers .*/],
    [
      'cut off',
      ({ aws }) => aws.fault({ cut: 200 }),
      'elb mylbname',
      /AWS cannot be reached: check the network, DNS, the region and the endpoint \(aborted\)/,
    ],
    ['functions as targets', () => undefined, 'alb functions', /the targets of group 'functions' are lambda: .*/],
    ['IPv6 addresses as targets', () => undefined, 'alb newer', /the targets of group 'newer' are IPv6 addresses: .*/],
    [
      'metadata that wants a token and gives none',
      ({ imds }) => void (imds.instance = { ...imds.instance, v2: 'refused', v1: false }),
      'elb mylbname',
      /the metadata service wants a session token and gave none: in a container the hop limit .*/,
    ],
    [
      'no metadata',
      ({ imds }) => void (imds.instance = { ...imds.instance, status: 404 }),
      'elb mylbname',
      /the instance metadata service does not say who this host is: .* \(Request failed with status code 404\)/,
    ],
    [
      'a document without an instance id',
      ({ imds }) => void (imds.instance = { ...imds.instance, document: '{}' }),
      'elb mylbname',
      /the instance metadata service answers, but its identity document has no instanceId/,
    ],
    [
      'a document without a region',
      ({ imds }) => void (imds.instance = { ...imds.instance, document: `{"instanceId":"${FIRST}"}` }),
      'elb mylbname',
      /the identity document of this host has no region/,
    ],
  ])('%s: unknown, never master', (_, change, line, said) => fails(change, line, said));

  it('no credentials: unknown, never master', () =>
    fails(() => undefined, 'elb mylbname', /there are no credentials: give the instance a role, .*/, { AWS_ACCESS_KEY_ID: undefined }));

  it('nobody at the endpoint: unknown, never master', () =>
    fails(() => undefined, 'elb mylbname', /AWS cannot be reached: .* \(connect ECONNREFUSED 127\.0\.0\.1:9\)/, {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    }));

  it.each([
    ['silent', { silent: true }],
    ['byte by byte', { drip: 100 }],
  ] as const)('an answer that is %s is waited for no longer than the timeout allows', (_, fault) =>
    withHost(async ({ sh, aws, file }) => {
      await file('.clustercron.ini', '[aws]\ntimeout = 0.2\nretries = 1\n');
      aws.fault(fault);
      const begin = Date.now();
      expect(await sh('clustercron elb mylbname')).toEqual({
        code: 1,
        stdout: '',
        stderr: unknown(/AWS cannot be reached: .* \(no answer in time\)/),
      });
      expect(Date.now() - begin).toBeLessThan(10_000); // the byte-by-byte answer would take a minute
    }),
  );
});

describe('the metadata service', () => {
  it('is asked with a session token', () =>
    withHost(async ({ sh, imds }) => {
      imds.instance = { ...imds.instance, v1: false };
      expect(await sh('clustercron elb mylbname')).toMatchObject({ code: 0, stderr: '' });
      expect(imds.calls).toEqual([
        { method: 'PUT', path: '/latest/api/token', token: false },
        { method: 'GET', path: '/latest/dynamic/instance-identity/document', token: true },
      ]);
    }));

  it('is asked without one where none is given', () =>
    withHost(async ({ sh, imds }) => {
      imds.instance = { ...imds.instance, v2: 'refused' };
      expect(await sh('clustercron elb mylbname')).toMatchObject({ code: 0, stderr: '' });
    }));

  it("gives the credentials of the instance's role", () =>
    withHost(async ({ sh, aws, imds }) => {
      imds.instance = { ...imds.instance, v1: false, role: 'web' };
      expect(await sh('clustercron elb mylbname', { AWS_ACCESS_KEY_ID: undefined })).toMatchObject({ code: 0, stderr: '' });
      expect(aws.calls[0]?.key).toMatch(/^ASIA/);
    }));
});

describe('the region', () => {
  const ini = '[aws]\nregion = us-east-2\n';
  it.each([
    ['the ini file', { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'eu-west-3' }, ini, 'us-east-2'],
    ['AWS_REGION', { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'eu-west-3' }, '', 'eu-north-1'],
    ['AWS_DEFAULT_REGION', { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-3', AWS_CONFIG_FILE: 'config' }, '', 'eu-west-3'],
    ['the profile', { AWS_CONFIG_FILE: 'config' }, '', 'ap-south-1'],
    ['another profile', { AWS_CONFIG_FILE: 'config', AWS_PROFILE: 'other' }, '', 'ap-south-2'],
    ['the instance', {}, '', 'eu-west-1'],
  ])('comes from %s before what follows', (_, environment, text, region) =>
    withHost(async ({ sh, aws, file }) => {
      await file('.clustercron.ini', text);
      const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
      await file('config', `[default]\nregion = ap-south-1\n[profile other]\nregion = ap-south-2\n${keys}`);
      expect(await sh('clustercron elb mylbname', environment)).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(aws.calls.map((call) => call.region)).toEqual([region]);
    }),
  );
});

describe('the ini files', () => {
  it('give the endpoint', () =>
    withHost(async ({ sh, aws, file }) => {
      await file('.clustercron.ini', `[aws]\nendpoint = ${aws.url}\n`);
      expect(await sh('clustercron elb mylbname', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })).toMatchObject({ code: 0, stderr: '' });
    }));

  it('are refused with file and line where they cannot be obeyed', () =>
    withHost(async ({ sh, aws, file, home }) => {
      await file('.clustercron.ini', '[aws]\ntimeout = soon\nretries\n');
      expect(await sh('clustercron elb mylbname touch ran')).toEqual({
        code: 3,
        stdout: '',
        stderr:
          `ERROR    clustercron.main : ${home}/.clustercron.ini:3: neither [section] nor key = value\n` +
          `ERROR    clustercron.main : ${home}/.clustercron.ini:2: timeout: "soon" is not a number of seconds above 0, at most 60\n`,
      });
      expect(aws.calls).toEqual([]);
    }));
});
