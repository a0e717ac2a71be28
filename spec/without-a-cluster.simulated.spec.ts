import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { onFirstHost } from './support/cluster-environment.ts';
import { folderOf } from './support/files.ts';
import { withSimulatedEngine } from './support/world.ts';

const TICK = { 'tick.command': 'true', 'tick.interval': '1s' };
const WHY = 'has the flag cluster, and CLUSTER is not set: which host leads cannot be known, its jobs stay paused';

withSimulatedEngine('without CLUSTER', ({ container, daemon, namespace }) => {
  it.each([
    ['its own', { 'options.flags': 'cluster' }, undefined, 'options.flags'],
    ['a default', {}, 'service,cluster', undefined],
  ])(
    'a container with the flag cluster, %s, is reported once, however often it is restarted, and its jobs stay paused',
    async (_, flag, all, label) => {
      const ours = await container('ours', { ...TICK, ...flag });
      await container('also', { ...TICK, ...flag });
      await container('alone', { ...TICK, 'options.flags': 'nocluster' });
      const bosun = daemon(all === undefined ? {} : { DEFAULT_FLAGS: all });
      await bosun.line(/ours: Added paused 'tick'/);
      for (let times = 0; times < 2; times++) {
        const again = bosun.next(/ours: Added paused 'tick'/);
        await ours.restart({ t: 0 });
        await again;
      }
      await bosun.next(/alone: Executing/, 2);
      const key = label === undefined ? 'DEFAULT_FLAGS' : `${namespace}.${label}`;
      expect(bosun.lines(/CLUSTER/).toSorted()).toEqual([`${namespace}-also: ${key}: ${WHY}`, `${namespace}-ours: ${key}: ${WHY}`]);
      expect(bosun.lines(/(ours|also): (Executing|Added '|Resumed)/)).toEqual([]);
    },
  );

  it('that can be understood bosun ends with 1, and says all that is wrong', async () => {
    const bosun = daemon({ CLUSTER: 'mylbname', CLUSTER_POLL: '0.1s', JOB_POOL_SIZE: 'ten' });
    expect(await bosun.exited).toBe(1);
    expect(bosun.errors().trim().split('\n')).toEqual([
      'CLUSTER: "mylbname", allowed elb:NAME of a classic load balancer and alb:NAME of a target group',
      'CLUSTER_POLL: "0.1s", allowed 1s to 1h',
      'JOB_POOL_SIZE: "ten" is no whole number from 1 on',
    ]);
    expect(bosun.lines(/./)).toEqual([]);
  });

  it("none of AWS's SDK is loaded, and with it some is", () =>
    onFirstHost(async ({ settings, aws }) => {
      await container('app', TICK);
      const loaded = async (environment: Record<string, string>, until: (bosun: ReturnType<typeof daemon>) => Promise<unknown>) => {
        const NODE_V8_COVERAGE = folderOf({});
        const bosun = daemon({ ...environment, NODE_V8_COVERAGE });
        await until(bosun);
        expect(await bosun.end()).toBe(0); // it is then that coverage is written
        return sdkIn(NODE_V8_COVERAGE);
      };
      expect(await loaded({}, (bosun) => bosun.line(/app: Command 'tick' finished/))).toEqual([]);
      expect(await loaded(settings, () => expect.poll(() => aws.calls.length, { timeout: 20_000 }).toBeGreaterThan(0))).not.toEqual([]);
    }));
});

/** The scripts with a part of the SDK that a process has loaded, by what Node keeps of its coverage. */
const sdkIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .flatMap((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: { url: string }[] }).result)
    .flatMap(({ url }) => (url.startsWith('file:') ? [fileURLToPath(url)] : []))
    .filter((path) => /^\/\/ \S*node_modules\/@(aws-sdk|smithy)\//m.test(readFileSync(path, 'utf8')));
