import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { onFirstHost, pool, TAKEOVER, type FirstHost } from './support/cluster-environment.ts';
import { folderOf } from './support/files.ts';
import { withSimulatedEngine } from './support/world.ts';

const OURS = { 'options.flags': 'cluster', 'tick.command': 'true', 'tick.interval': '1s' };
const ALONE = { 'tock.command': 'true', 'tock.interval': '1s' };

/** Milliseconds: less than what hangs is waited for. */
const GRACE = 5_000;

withSimulatedEngine('a host of a cluster', ({ container, daemon, namespace }) => {
  it('says that it takes over, and leads, and then runs the jobs of the cluster; other jobs run meanwhile', () =>
    onFirstHost(async ({ settings }) => {
      await container('ours', OURS);
      await container('alone', ALONE);
      const bosun = daemon(settings);
      await bosun.line(/ours: Executing/);
      const said = bosun.lines(/./);
      expect(bosun.lines(/^This host/)).toEqual([
        expect.stringMatching(/^This host, i-0, is the first of 2 healthy targets: it leads from about \S+Z on if that stays so\.$/),
        'This host, i-0, leads: it is the first of 2 healthy targets.',
      ]);
      expect(bosun.lines(/ours: /)).toEqual([
        expect.stringMatching(/Added paused 'tick' \([0-9a-f-]{36}\)\.$/),
        `${namespace}-ours: Resumed 1 job.`,
        `${namespace}-ours: Executing 'tick'.`,
      ]);
      const waited = said.slice(
        said.findIndex((line) => line.includes('if that')),
        said.indexOf(`${namespace}-ours: Resumed 1 job.`),
      );
      expect(waited.filter((line) => line === `${namespace}-alone: Executing 'tock'.`).length).toBeGreaterThan(TAKEOVER / 1_000 - 3);
    }));

  it('whose DEFAULT_FLAGS say so has all jobs in the cluster, but for those of containers that say no', () =>
    onFirstHost(async ({ settings }) => {
      await container('ours', { ...OURS, 'options.flags': '' });
      await container('alone', { ...ALONE, 'options.flags': 'nocluster' });
      const bosun = daemon({ ...settings, DEFAULT_FLAGS: 'service,cluster', CLUSTER_TAKEOVER: '2s' });
      await bosun.line(/ours: Added paused 'tick'/);
      await bosun.line(/alone: Added 'tock'/);
      await bosun.line(/alone: Executing 'tock'/);
      await bosun.line(/ours: Executing 'tick'/);
    }));

  it('that does not lead lists its jobs as paused for that', () =>
    onFirstHost(async ({ settings, aws }) => {
      aws.pool = pool(['i-1'], ['i-0']);
      await container('ours', OURS);
      await container('alone', ALONE);
      const bosun = daemon(settings);
      await bosun.line(/^This host, i-0, does not lead: i-1 does, the only healthy target\.$/);
      await bosun.line(/alone: Executing/);
      bosun.process.kill('SIGUSR1');
      await bosun.line(
        /ours: 'tick' \(.*\): every second; paused as this host does not lead, next \S+Z; not running; no run yet; runs true\.$/,
      );
      expect(await bosun.line(/alone: 'tock' \(/)).not.toMatch(/paused/);
    }));

  it.each([
    ['nobody answers', { silent: true }, '10s', 'no answer in time'],
    ['somebody else answers', { status: 404 }, '1s', 'status code 404'],
  ])(
    'where %s as its metadata service says what to do, runs the other jobs, and leads once that is answered',
    (_, wrong, CLUSTER_POLL, reason) =>
      onFirstHost(async ({ settings, imds }) => {
        const { instance } = imds;
        imds.instance = { ...instance, ...wrong };
        await container('ours', OURS);
        await container('alone', ALONE);
        const bosun = daemon({ ...settings, CLUSTER_POLL, CLUSTER_HOLD: '15s', CLUSTER_TAKEOVER: '0s' });
        expect(await bosun.line(/AWS/)).toMatch(
          new RegExp(
            `^AWS does not say which host leads: the instance metadata service does not say who this host is: it must be an EC2 instance, with its metadata enabled \\(.*${reason}.*\\)\\. Jobs with the flag cluster are paused\\.$`,
          ),
        );
        await bosun.next(/alone: Executing/);
        imds.instance = instance;
        await bosun.line(/^This host, i-0, leads/);
        await bosun.line(/ours: Executing/);
        expect(bosun.lines(/AWS does not/)).toHaveLength(1);
      }),
  );

  it.each([
    ['AWS', ({ aws }: Asked) => aws.fault({ silent: true }), ({ aws }: Asked) => aws.calls.length],
    [
      'its metadata service',
      ({ imds }: Asked) => void (imds.instance = { ...imds.instance, silent: true }),
      ({ imds }: Asked) => imds.calls.length,
    ],
  ])('ends within SHUTDOWN_GRACE while it waits for %s', (_, befall, asked) =>
    onFirstHost(async ({ settings, aws, imds }) => {
      befall({ aws, imds });
      await container('ours', OURS);
      const bosun = daemon({ ...settings, CLUSTER_POLL: '1m', CLUSTER_HOLD: '2m', SHUTDOWN_GRACE: `${GRACE / 1_000}s` });
      await bosun.line(/Listening/);
      await expect.poll(() => asked({ aws, imds }), { timeout: 20_000 }).toBeGreaterThan(0);
      const told = Date.now();
      expect(await bosun.end()).toBe(0);
      expect(Date.now() - told).toBeLessThan(GRACE);
      expect(bosun.lines(/./).at(-1)).toBe('Received SIGTERM, ending.');
      expect(bosun.lines(/AWS/)).toEqual([]);
    }),
  );

  it('tells by its journal who led when, as its log did, and which runs there were', () =>
    onFirstHost(async ({ settings, aws }) => {
      const STATE_DIR = folderOf({});
      await container('ours', OURS);
      const bosun = daemon({ ...settings, STATE_DIR });
      await bosun.line(/ours: Executing/);
      aws.pool = pool(['i-1'], ['i-0']);
      await bosun.line(/^This host, i-0, does not lead/);
      aws.pool = pool([], ['i-0', 'i-1']);
      await bosun.line(/^Nobody leads: none of 2 targets is healthy\.$/);
      aws.fault({ cut: 0 });
      await bosun.line(/^AWS does not say .* This host, i-0, does not lead\.$/);
      await bosun.end();
      const tell = (command: string) => execFileSync(process.execPath, ['dist/bosun.js', command, STATE_DIR], { encoding: 'utf8' });
      const led = bosun.lines(/^This host|^Nobody|^AWS/);
      expect(led.length).toBeGreaterThan(4);
      expect(tell('replay').match(/(?<=^ +[A-Z]+ +)(This host|Nobody|AWS).*$/gm)).toEqual(led);
      expect(tell('history').match(/ exit 0 +tick /g)).toHaveLength(bosun.lines(/Executing/).length);
    }));
});

type Asked = Pick<FirstHost, 'aws' | 'imds'>;
