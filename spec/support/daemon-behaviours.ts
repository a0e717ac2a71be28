import { expect, it } from 'vitest';
import type { WithEngine } from './world.ts';

const EVERY_SECOND = { 'hello.command': 'true', 'hello.interval': 'every second' };

/** What the daemon does where no process need be real: the same on every engine. */
export function daemonBehaviours(withEngine: WithEngine): void {
  withEngine('a container', ({ container, daemon, namespace, execStarts, service }) => {
    it('that runs before the daemon has its jobs added and executed in it', async () => {
      await container('early', EVERY_SECOND);
      const bosun = daemon();
      expect(await bosun.line(/Added/)).toMatch(new RegExp(`^${namespace}-early: Added 'hello' \\([0-9a-f-]{36}\\)\\.$`));
      await bosun.line(/early: Executing 'hello'/);
      expect(await bosun.line(/finished/)).toBe(`${namespace}-early: Command 'hello' finished with exit code 0.`);
    });

    it('that starts after the daemon has its jobs added and executed in it', async () => {
      const bosun = daemon();
      await bosun.line(/Listening to events/);
      const starts = await execStarts();
      await container('late', EVERY_SECOND);
      await bosun.line(/late: Added 'hello'/);
      const [start] = await starts.next(() => true);
      expect(start).toMatchObject({ container: 'late', command: 'true' });
    });

    it('that is paused before the daemon starts has its jobs added paused, and they run when it wakes', async () => {
      const paused = await container('paused', EVERY_SECOND);
      await paused.pause();
      const bosun = daemon();
      await bosun.line(/paused: Added paused 'hello'/);
      await paused.unpause();
      await bosun.line(/paused: Resumed 1 job\./);
      await bosun.line(/paused: Executing/);
      await paused.pause();
      await bosun.line(/paused: Paused 1 job\./);
      await paused.unpause();
    });

    it.each(['stop', 'kill'] as const)(
      'that is ended by %s takes its jobs along, and brings them back when it starts again',
      async (how) => {
        const bosun = daemon();
        await bosun.line(/Listening to events/);
        const mortal = await container('mortal', EVERY_SECOND, ['sh', '-c', 'trap exit TERM; while :; do sleep 0.1; done']);
        await bosun.line(/mortal: Added 'hello'/);
        await (how === 'stop' ? mortal.stop({ t: 5 }) : mortal.kill());
        await bosun.line(/mortal: Removed 'hello'\./);
        const again = bosun.next(/mortal: Added 'hello'/);
        await mortal.start();
        await again;
      },
    );

    it('that is recreated with other labels has the new jobs, whatever the old one had', async () => {
      const bosun = daemon();
      await bosun.line(/Listening to events/);
      const old = await container('web', {
        'a.command': 'true',
        'a.interval': '1h',
        'b.command': 'true',
        'b.interval': '1h',
        ...service('web'),
      });
      await bosun.line(/web: Added 'b'/);
      const gone = bosun.next(/web: Removed/, 2);
      await old.remove({ force: true });
      await gone;
      const starts = await execStarts();
      await container('web', { 'a.command': 'echo new', 'a.interval': '1s', ...service('web') });
      const [start] = await starts.next(() => true);
      expect(start).toMatchObject({ container: 'web', command: 'echo new' });
      expect(bosun.lines(/web: Added 'b'/)).toHaveLength(1);
    });

    it('of `docker compose run` is left alone', async () => {
      await container('debug', { ...EVERY_SECOND, '.com.docker.compose.oneoff': 'True' });
      await container('web', EVERY_SECOND);
      const bosun = daemon();
      await bosun.line(/web: Executing/);
      expect(bosun.lines(/debug/)).toEqual([]);
    });

    it('whose labels are broken in any way is reported, and harms neither its other jobs nor the daemon', async () => {
      const broken = {
        'a.command': 'true',
        'a.cron': '99 0 0',
        'b.comand': 'true',
        'b.interval': '1h',
        c: 'x',
        'd.command': "echo 'open",
        'd.interval': '1s',
      };
      await container('broken', { ...broken, ...EVERY_SECOND });
      await container('fine', EVERY_SECOND);
      const bosun = daemon();
      await bosun.line(/broken: Executing 'hello'/);
      await bosun.line(/fine: Executing 'hello'/);
      expect(bosun.lines(new RegExp(`: ${namespace}\\.`))).toEqual([
        `${namespace}-broken: ${namespace}.c: names no attribute, expected ${namespace}.JOB.ATTRIBUTE`,
        `${namespace}-broken: ${namespace}.a.cron: hour 99, allowed 0-23`,
        `${namespace}-broken: ${namespace}.b.comand: unknown attribute, did you mean "command"?`,
        `${namespace}-broken: ${namespace}.b.command: is missing, a job needs a command`,
        `${namespace}-broken: ${namespace}.d.command: has an open quote`,
      ]);
    });
  });

  withEngine('a service', ({ container, daemon, execStarts, service }) => {
    it('of two containers has its jobs in the first, and in the second when the first dies', async () => {
      const labels = { ...EVERY_SECOND, ...service('web') };
      const first = await container('web-1', labels);
      await container('web-2', labels);
      const bosun = daemon();
      const starts = await execStarts();
      await starts.next(({ container }) => container === 'web-1', 2);
      await first.kill();
      expect(await bosun.line(/Reassigned/)).toMatch(/web-2: Reassigned 'hello' from .*web-1\.$/);
      await starts.next(({ container }) => container === 'web-2', 2);
      expect(bosun.lines(/Added/)).toHaveLength(1);
      expect(starts.all.map(({ container }) => container).join(' ')).toMatch(/^web-1( web-1)*( web-2)+$/);
    });

    it('that is found with several containers has its jobs in the one that started first, not in the one that was created first', async () => {
      const labels = { ...EVERY_SECOND, ...service('aged') };
      const oldest = await container('aged-1', labels);
      await container('aged-2', labels);
      await oldest.restart({ t: 0 });
      const bosun = daemon();
      expect(await bosun.line(/Added/)).toMatch(/aged-2: Added/);
    });
  });

  withEngine('a job', ({ container, daemon }) => {
    it('that exits with 3 is critical', async () => {
      await container('app', { 'fail.command': 'sh -c "exit 3"', 'fail.cron': '*' });
      expect(await daemon().line(/finished/)).toMatch(/app: Command 'fail' finished with exit code 3\.$/);
    });

    it('whose program does not exist says so, and is run again', async () => {
      await container('app', { 'ghost.command': 'ghost', 'ghost.cron': '*' });
      const bosun = daemon();
      await bosun.next(/Command 'ghost' finished with exit code 12[67]\./, 2);
    });

    it('that runs longer than its interval is refused meanwhile, with a line that says where it runs', async () => {
      await container('slow', { 'slow.command': 'sleep 3', 'slow.interval': '1s' });
      expect(await daemon().line(/Refused/)).toMatch(/slow: Refused 'slow', due \S+Z: max is 1, and it still runs in .*slow\.$/);
    });
  });

  withEngine('the daemon', ({ container, daemon }) => {
    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
      'on %s waits for what runs, begins nothing any more, and ends with 0',
      async (signal) => {
        await container('app', { 'slow.command': 'sleep 3', 'slow.cron': '*/10', 'other.command': 'true', 'other.cron': '*' });
        const bosun = daemon();
        await bosun.line(/Executing 'slow'/);
        expect(await bosun.end(signal)).toBe(0);
        const told = bosun.lines(/./);
        expect(told.at(-1)).toMatch(/app: Command 'slow' finished with exit code 0\.$/);
        expect(told.slice(told.indexOf(`Received ${signal}, ending.`)).filter((line) => line.includes('Executing'))).toEqual([]);
        expect(bosun.lines(/Missed 'other', due \S+Z: bosun was told to end\./).length).toBeGreaterThan(0);
      },
    );

    it('names what still runs after SHUTDOWN_GRACE, and ends with 0', async () => {
      await container('app', { 'slow.command': 'sleep 30', 'slow.cron': '*' });
      const bosun = daemon({ SHUTDOWN_GRACE: '1s' });
      await bosun.line(/Executing/);
      expect(await bosun.end()).toBe(0);
      expect(bosun.lines(/./).at(-1)).toMatch(/app: 'slow', due \S+Z, still runs: bosun ends without it\.$/);
    });

    it('told again to end does so at once', async () => {
      await container('app', { 'slow.command': 'sleep 30', 'slow.cron': '*' });
      const bosun = daemon({ SHUTDOWN_GRACE: '1h' });
      await bosun.line(/Executing/);
      void bosun.end('SIGINT');
      await bosun.line(/Received SIGINT/);
      expect(await bosun.end()).toBe(0);
      expect(bosun.lines(/./).at(-1)).toMatch(/still runs/);
    });

    it('on SIGUSR1 lists its jobs, and goes on', async () => {
      await container('app', {
        'nap.command': 'sleep 3',
        'nap.cron': '*/10',
        'nap.env.PASSWORD': 'hunter2',
        'once.command': 'true',
        'once.cron': '*',
      });
      const bosun = daemon();
      await bosun.line(/Executing 'nap'/);
      await bosun.next(/Command 'once' finished/);
      const told = bosun.next(/^Listing 2 jobs\.$|: '(nap|once)' \([0-9a-f-]{36}\): /, 3);
      bosun.process.kill('SIGUSR1');
      expect(await told).toEqual([
        'Listing 2 jobs.',
        expect.stringMatching(
          /-app: 'nap' \(.*\): every 10 seconds.*; next \S+Z; running since \S+Z; no run yet; runs sleep 3 with PASSWORD=\*\*\*\.$/,
        ),
        expect.stringMatching(
          /-app: 'once' \(.*\): every second.*; next \S+Z; (not running|running since \S+Z|1 starting); last \S+Z, exit code 0; runs true\.$/,
        ),
      ]);
      await bosun.next(/Command 'nap' finished/);
    });

    it('says first what it is and does', async () => {
      const bosun = daemon();
      await bosun.line(/Listening/);
      expect(bosun.lines(/./)).toEqual([
        expect.stringMatching(/^bosun \d+\.\d+\.\d+ started\.$/),
        'Inspecting running containers.',
        'Listening to events.',
      ]);
    });
  });
}
