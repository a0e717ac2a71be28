import { spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { firstValueFrom, take, toArray } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AwsSettings, Balancer } from '../../../src/edge/aws/balancer.ts';
import { targets } from '../../../src/edge/aws/targets.ts';
import { polled } from '../../../src/streams/polled.ts';
import type { Fault } from '../../support/aws/faults.ts';
import { withLoadBalancing, type LoadBalancing } from '../../support/aws/load-balancing.ts';
import { withMetadata, type InstanceMetadata, type Metadata } from '../../support/aws/metadata.ts';
import { refusals, type Refusal } from '../../support/aws/refusal.ts';

// One `targets` that is subscribed again and again, as by a poll, against what looks like AWS to its own clients.

const INSTANCE = { instanceId: 'i-1', region: 'eu-west-1', privateIp: '10.0.0.7' };
const HEALTHY = [{ id: 'i-1', state: 'healthy' }];
const POOL = { classic: { web: [{ id: 'i-1', state: 'InService' }] }, groups: { web: { type: 'instance', targets: HEALTHY } } } as const;

const REPORTED = { type: 'targets.reported', instance: 'i-1', self: 'i-1', targets: [{ id: 'i-1', healthy: true }] };

interface Aws extends LoadBalancing {
  readonly imds: InstanceMetadata;
  readonly settings: AwsSettings;
}

const withAws = (use: (aws: Aws) => Promise<void>, instance: Metadata = INSTANCE): Promise<void> =>
  withLoadBalancing(POOL, (aws) =>
    withMetadata(instance, (imds) => {
      vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', imds.url);
      const settings = { timeout: 2_000, retries: 0, region: undefined, endpoint: aws.url, debug: () => undefined };
      return use(Object.assign(aws, { imds, settings }));
    }),
  );

/** One `targets`, and what each further subscription is told. */
const polls = (settings: AwsSettings, kind: Balancer['kind'] = 'elb') => {
  const targets$ = targets({ kind, name: 'web' }, settings);
  return () => firstValueFrom(targets$);
};

const asked = ({ calls }: InstanceMetadata, path: string): number => calls.filter((call) => call.path.includes(path)).length;

let sockets: Socket[];
const opened = (message: unknown) => void sockets.push((message as { socket: Socket }).socket);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bosun-targets-'));
  sockets = [];
  subscribe('net.client.socket', opened);
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAFIRST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_EC2_METADATA_DISABLED']) vi.stubEnv(name, undefined);
});

afterEach(() => {
  unsubscribe('net.client.socket', opened);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it.each(['elb', 'alb'] as const)('%s: each subscription asks anew, who this host is only the first', (kind) =>
  withAws(async (aws) => {
    const poll = polls(aws.settings, kind);
    expect(await poll()).toMatchObject(REPORTED);
    aws.pool = { classic: { web: [] }, groups: { web: { type: 'instance', targets: [] } } };
    expect(await poll()).toMatchObject({ instance: 'i-1', targets: [] });
    aws.pool = POOL;
    expect(await poll()).toMatchObject(REPORTED);
    expect(asked(aws.imds, '/document')).toBe(1);
    expect(new Set(aws.calls.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
  }),
);

it('nothing is asked before a subscription, and two share nothing', () =>
  withAws(async ({ settings, imds, calls }) => {
    const [one, other] = [polls(settings), polls(settings)];
    await one();
    expect([asked(imds, '/document'), calls.length]).toEqual([1, 1]);
    await other();
    expect([asked(imds, '/document'), calls.length]).toEqual([2, 2]);
  }));

it("one client asks, with the credentials of the instance's role that it was given once, over one connection", () =>
  withAws(
    async (aws) => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
      const poll = polls(aws.settings);
      for (const round of [1, 2, 3]) expect(await poll(), `round ${round}`).toMatchObject(REPORTED);
      aws.fault(refusals.throttled, { times: 1 });
      expect(await poll()).toMatchObject({ type: 'targets.unreachable' });
      expect(await poll()).toMatchObject(REPORTED);
      expect(asked(aws.imds, '/security-credentials/web')).toBe(1);
      expect(aws.calls.map(({ key }) => key.slice(0, 4))).toEqual(['ASIA', 'ASIA', 'ASIA', 'ASIA', 'ASIA']);
      expect(sockets.filter(({ remotePort }) => remotePort === Number(new URL(aws.url).port))).toHaveLength(1);
    },
    { ...INSTANCE, role: 'web' },
  ));

it.each<[string, Partial<Metadata>, RegExp]>([
  ['is away', { status: 404 }, /does not say who this host is/],
  ['gives no token', { v2: 'refused', v1: false }, /wants a session token and gave none/],
  ['tells garbage', { document: '<html>' }, /has no instanceId/],
  ['knows no region', { document: '{"instanceId":"i-1","privateIp":"10.0.0.7"}' }, /has no region/],
])('the metadata service is asked again where it %s', (_, fault, reason) =>
  withAws(
    async ({ settings, imds }) => {
      const poll = polls(settings);
      for (const round of [1, 2])
        expect(await poll(), `round ${round}`).toMatchObject({
          type: 'targets.unreachable',
          reason: expect.stringMatching(reason) as unknown,
        });
      imds.instance = INSTANCE;
      const before = asked(imds, '/document');
      expect(await poll()).toMatchObject(REPORTED);
      expect(await poll()).toMatchObject(REPORTED);
      expect(asked(imds, '/document')).toBe(before + 1);
    },
    { ...INSTANCE, ...fault },
  ),
);

it('once this host is known the metadata service may be away', () =>
  withAws(async ({ settings, imds }) => {
    const poll = polls(settings);
    await poll();
    imds.instance = { ...INSTANCE, status: 500 };
    expect(await poll()).toMatchObject(REPORTED);
  }));

it.each<[string, Fault, boolean]>([
  ['Throttling', refusals.throttled, true],
  ['RequestLimitExceeded', { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' }, true],
  ['HTTP status 429', { body: '<html>slow down</html>', status: 429 }, true],
  ['no permission', refusals.denied('DescribeInstanceHealth'), false],
  ['a failure', refusals.failed, false],
  ['nothing of an answer', { cut: 0 }, false],
  ['half an answer', { cut: 200 }, false],
])('%s is told, as throttling where it is that, and the next answer is heard', (_, fault, throttled) =>
  withAws(async ({ settings, fault: befall, heal }) => {
    const poll = polls(settings);
    await poll();
    befall(fault);
    const fact = await poll();
    expect(fact).toMatchObject({
      type: 'targets.unreachable',
      reason: expect.stringMatching(throttled ? /^AWS throttles: / : /^AWS (?!thr)/) as unknown,
    });
    expect('throttled' in fact && fact.throttled).toBe(throttled);
    heal();
    expect(await poll()).toMatchObject(REPORTED);
  }),
);

it.each<[string, Refusal]>([
  ['expired', refusals.expired],
  ['without a permission', refusals.denied('DescribeInstanceHealth')],
])('after credentials that are %s others are looked for', (_, refusal) =>
  withAws(async ({ settings, fault, calls }) => {
    const config = join(folder, 'config');
    vi.stubEnv('AWS_CONFIG_FILE', config);
    vi.stubEnv('AWS_PROFILE', 'own');
    const profile = (key: string) => writeFileSync(config, `[profile own]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`);
    const poll = polls({ ...settings, region: 'eu-west-1' });
    profile('AKIAOLD');
    await poll();
    fault(refusal, { times: 1 });
    profile('AKIANEW');
    expect(await poll()).toMatchObject({ type: 'targets.unreachable' });
    expect(await poll()).toMatchObject(REPORTED);
    expect(calls.map(({ key }) => key)).toEqual(['AKIAOLD', 'AKIAOLD', 'AKIANEW']);
  }),
);

it('a region that nobody knew is looked for again', () =>
  withAws(
    async ({ settings, calls }) => {
      const config = join(folder, 'config');
      vi.stubEnv('AWS_CONFIG_FILE', config);
      writeFileSync(config, '[default]\n');
      const poll = polls(settings);
      expect(await poll()).toMatchObject({ type: 'targets.unreachable', reason: 'the identity document of this host has no region' });
      writeFileSync(config, '[default]\nregion = us-east-2\n');
      expect(await poll()).toMatchObject(REPORTED);
      expect(calls.map(({ region }) => region)).toEqual(['us-east-2']);
    },
    { ...INSTANCE, document: '{"instanceId":"i-1"}' },
  ));

it('credentials that never come are looked for again by the next subscription', () =>
  withAws(async ({ settings, calls }) => {
    const config = join(folder, 'config');
    vi.stubEnv('AWS_CONFIG_FILE', config);
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const program = (sh: string) => {
      writeFileSync(join(folder, 'program'), sh);
      writeFileSync(config, `[default]\ncredential_process = sh ${join(folder, 'program')}\n`);
    };
    program(`touch ${folder}/begun; while [ -d ${folder} ]; do sleep 0.05; done`);
    const targets$ = targets({ kind: 'elb', name: 'web' }, settings);
    const subscription = targets$.subscribe();
    await vi.waitUntil(() => existsSync(join(folder, 'begun')), 10_000);
    subscription.unsubscribe();
    program(`echo '{"Version":1,"AccessKeyId":"AKIAPROGRAM","SecretAccessKey":"secret"}'`);
    expect(await firstValueFrom(targets$)).toMatchObject(REPORTED);
    expect(calls.map(({ key }) => key)).toEqual(['AKIAPROGRAM']);
  }));

it.each<[string, Fault, number, object]>([
  ['that comes slowly', { drip: 1 }, 10_000, REPORTED],
  [
    'that never comes',
    { silent: true },
    300,
    { type: 'targets.unreachable', reason: expect.stringMatching(/no answer in time/) as unknown },
  ],
])('an answer %s is as old as its question', (_, fault, timeout, expected) =>
  withAws(async ({ settings, fault: befall }) => {
    const poll = polls({ ...settings, timeout });
    await poll();
    befall(fault);
    const begin = Date.now();
    const answer = poll();
    const end = Date.now();
    const fact = await answer;
    expect(Date.now()).toBeGreaterThan(end);
    expect(fact).toMatchObject(expected);
    expect(fact.at).toBeGreaterThanOrEqual(begin);
    expect(fact.at).toBeLessThanOrEqual(end);
  }),
);

it('who unsubscribes leaves no call under way, and the next subscription is answered', () =>
  withAws(async ({ settings, calls, fault, heal, url }) => {
    const targets$ = targets({ kind: 'elb', name: 'web' }, { ...settings, timeout: 60_000 });
    fault({ silent: true });
    const subscription = targets$.subscribe();
    await vi.waitUntil(() => calls.length === 1);
    const [socket] = sockets.filter(({ remotePort }) => remotePort === Number(new URL(url).port));
    expect(socket?.destroyed).toBe(false);
    subscription.unsubscribe();
    await vi.waitUntil(() => socket?.destroyed);
    heal();
    expect(await firstValueFrom(targets$)).toMatchObject(REPORTED);
  }));

it('polled: what stays open is given up, and what follows is heard', () =>
  withAws(async ({ settings, fault, imds }) => {
    const polled$ = polled(targets({ kind: 'elb', name: 'web' }, settings), { every: 1_000, random: () => 0 });
    fault({ silent: true }, { times: 1 });
    fault(refusals.throttled, { times: 1 });
    const [first, second, third] = await firstValueFrom(polled$.pipe(take(3), toArray()));
    expect(first).toMatchObject({
      type: 'targets.unreachable',
      reason: 'neither AWS nor the instance metadata service has answered within 1 s',
    });
    expect(second).toMatchObject({ type: 'targets.unreachable', throttled: true });
    expect(third).toMatchObject(REPORTED);
    expect(asked(imds, '/document')).toBe(1);
  }));

it(
  'a program that was told an answer ends by itself, although AWS keeps the connection open',
  () =>
    withAws(async ({ settings }) => {
      const program = `
      import { targets } from './src/edge/aws/targets.ts';
      const targets$ = targets({ kind: 'alb', name: 'web' }, { ...${JSON.stringify(settings)}, debug: () => undefined });
      const subscription = targets$.subscribe((fact) => {
        console.log(fact.type);
        setImmediate(() => subscription.unsubscribe());
      });`;
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
        env: { ...process.env, TSX_DISABLE_CACHE: '1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
      expect([said, code]).toEqual(['targets.reported\n', 0]);
    }),
  20_000,
);
