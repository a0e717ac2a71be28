import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cached, clustercron, targets, type Balancer, type Clustercron, type Named } from '../src/aws.ts';
import { withLoadBalancing, type LoadBalancing } from './support/aws/load-balancing.ts';
import { withMetadata } from './support/aws/metadata.ts';

const SELF = { instanceId: 'i-1', region: 'eu-west-1', privateIp: '10.0.0.1' };
const POOL = {
  classic: {
    ours: ['i-2', 'i-1'].map((id) => ({ id, state: 'InService' })),
    theirs: [{ id: 'i-0', state: 'InService' }],
  },
};
const ours: Balancer = { kind: 'elb', name: 'ours' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bosun-aws-'));
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const within = <T>(use: (aws: LoadBalancing) => Promise<T>): Promise<T> =>
  withLoadBalancing(POOL, (aws) =>
    withMetadata(SELF, (imds) => {
      vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
      vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', imds.url);
      return use(aws);
    }),
  );

/** All exit codes that it emits until it completes. */
const codes = (given: Partial<Clustercron>): Promise<number[]> => lastValueFrom(clustercron({ ...ours, ...given }).pipe(toArray()));

describe('clustercron', () => {
  it.each<[string, Partial<Clustercron>, number]>([
    ["the command's own on the master", { command: ['sh', '-c', 'exit 7'] }, 7],
    ['0 on the master, without a command', {}, 0],
    ['127 where there is no such command', { command: ['/no/such/command'] }, 127],
    ['1 on another host', { name: 'theirs', command: ['true'] }, 1],
    ['what is said for another host', { name: 'theirs', notMasterExit: 0 }, 0],
    ['1 without an answer', { name: 'nowhere', command: ['true'] }, 1],
    ['what is said for no answer', { name: 'nowhere', unknownExit: 75 }, 75],
  ])('gives one exit code: %s', async (_, given, code) => {
    expect(await within(() => codes(given))).toEqual([code]);
  });

  it("says in the log what the executable says, and with logsOutput the command's output too", async () => {
    const lines: string[] = [];
    const log = ({ level, name, message }: Named) => level === 'INFO' && lines.push(`${name} ${message}`);
    await within(() => codes({ command: ['echo', 'hello'], logsOutput: true, log }));
    expect(lines).toEqual([
      'clustercron.lb Instance ID: i-1',
      'clustercron.elb Healthy instances: i-1, i-2',
      'clustercron.main run command: echo hello',
      'clustercron.main stdout: hello',
      'clustercron.main stderr: ',
      'clustercron.main returncode: 0',
    ]);
  });

  it('discards what the command writes unless its output is wanted', async () => {
    const script = `is=$(readlink /proc/$$/fd/1 /proc/$$/fd/2); echo "$is" > ${folder}/is`;
    await within(() => codes({ command: ['sh', '-c', script] }));
    expect(readFileSync(join(folder, 'is'), 'utf8')).toBe('/dev/null\n/dev/null\n');
  });

  it('listens to no signal, and leaves no listener behind', async () => {
    const listeners = () => [
      ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const).map((signal) => process.listenerCount(signal)),
      process.stdout.listenerCount('unpipe'),
    ];
    const before = listeners();
    const during: number[][] = [];
    const log = ({ message }: Named) => message.startsWith('run command') && void setImmediate(() => during.push(listeners().slice(0, -1)));
    await within(() => codes({ command: ['sleep', '0.1'], log }));
    expect(during).toEqual([before.slice(0, -1)]);
    await within(() => codes({ command: ['true'], output: true, logsOutput: true, passesSignals: true }));
    expect(listeners()).toEqual(before);
  });

  it.each([false, true])('left while the command runs it ends it, its output being logged: %s', async (logsOutput) => {
    const path = join(folder, 'pid');
    await within(async () => {
      const running = clustercron({ ...ours, command: ['sh', '-c', `echo $$ > ${path}; exec sleep 100`], logsOutput }).subscribe();
      await vi.waitFor(() => expect(existsSync(path) && readFileSync(path, 'utf8')).toMatch(/\n/), 5_000);
      running.unsubscribe();
    });
    const pid = Number(readFileSync(path, 'utf8'));
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 5_000);
  });

  it('believes an answer that is kept where it is told so', async () => {
    const cache = { filename: join(folder, 'cache.json') };
    await within(async ({ calls }) => {
      expect([...(await codes({ cache })), ...(await codes({ cache })), ...(await codes({}))]).toEqual([0, 0, 0]);
      expect(calls).toHaveLength(2);
    });
  });
});

it('targets asks each time that somebody subscribes', () =>
  within(async ({ calls }) => {
    const fact$ = targets(ours);
    expect(calls).toEqual([]);
    const told = [await firstValueFrom(fact$), await firstValueFrom(fact$)];
    expect(told.map(({ type }) => type)).toEqual(['targets.reported', 'targets.reported']);
    expect(calls).toHaveLength(2);
  }));

it('cached asks once in the time that an answer counts', () =>
  within(async ({ calls }) => {
    const fact$ = cached(ours, { filename: join(folder, 'cache.json'), expires: 59_000 });
    expect(await firstValueFrom(fact$)).toEqual(await firstValueFrom(fact$));
    expect(calls).toHaveLength(1);
  }));
