import type Dockerode from 'dockerode';
import { existsSync } from 'node:fs';
import { setTimeout as passed } from 'node:timers/promises';
import { defer, firstValueFrom, ReplaySubject, take, tap, throwError, toArray, type Subscription } from 'rxjs';
import { afterEach, expect, it } from 'vitest';
import type { Registration } from '../src/derive/registrations.ts';
import { end } from '../src/edge/end.ts';
import { engine, type Undeclared } from '../src/edge/engine.ts';
import { exec } from '../src/edge/exec.ts';
import type { Progress } from '../src/streams/runs.ts';
import { withRealEngine } from './support/world.ts';

// Ways (a) and (b) of ending a run: on the host, where these specs run, and by the shell of the container, which is what is left without /proc.

const WAYS = [
  ['on the host', '/proc'],
  ['by its shell', '/nowhere'],
] as const;

const LIBRARIES = ['/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu', '/lib64', '/lib/ld-linux-aarch64.so.1'].filter((path) =>
  existsSync(path),
);

/** Puts a program of the host first in the container's PATH, as its shell. */
const shell = (path: string) => ({
  Env: ['PATH=/shell:/bin'],
  HostConfig: { Binds: [`${path}:/shell/sh:ro`, ...LIBRARIES.map((library) => `${library}:${library}:ro`)] },
});

const LONG = 'sleep 1000000';

withRealEngine('a run that takes too long', ({ container, docker, daemon }) => {
  const running: Subscription[] = [];
  afterEach(() => running.splice(0).forEach((run) => run.unsubscribe()));
  let runs = 0;

  /** Runs a command, and gives it half a second to begin what it begins. */
  const begun = async (where: Dockerode.Container, command: readonly string[], user?: string) => {
    const api = engine(docker() as Dockerode & Undeclared, 60_000);
    const id = `job-${process.pid}@${++runs}`;
    const progress$ = new ReplaySubject<Progress>();
    const job = { command, environment: {}, user, workdir: undefined } as unknown as Registration['job'];
    const registration = { container: { id: where.id, name: 'c' }, job } as Registration;
    running.push(exec(api, 1 << 20)(registration, { id, until: Date.now() + 10_000 }).subscribe(progress$));
    const first = await firstValueFrom(progress$);
    if (first.type !== 'begun') throw new Error(`it is ${first.type}`);
    await passed(500);
    return { api, run: { id, exec: first.exec }, ended: firstValueFrom(progress$.pipe(take(2), toArray())) };
  };

  const RUNS: Readonly<Record<string, readonly [command: readonly string[], user?: string]>> = {
    'a program alone': [LONG.split(' ')],
    'its children': [['sh', '-c', `${LONG} & ${LONG} & wait`]],
    'one that ignores TERM, and its children': [['sh', '-c', `trap '' TERM; ${LONG} & while :; do sleep 1; done`]],
    'a child of another user': [['sh', '-c', `/bin/su app -c "${LONG}" & wait`]],
    'a child without an environment': [['sh', '-c', `env -i /bin/${LONG} & wait`]],
    'a command that becomes another user': [['/bin/su', 'app', '-c', LONG]],
    'a child of another user in a session of its own': [['sh', '-c', `/bin/su app -c "setsid ${LONG}" & wait`]],
    'a child in a session of its own': [['sh', '-c', `setsid ${LONG} & wait`]],
    'what a user without rights has begun': [['sh', '-c', `${LONG} & setsid ${LONG} & wait`], 'app'],
  };

  const SHELLS = [
    ['busybox', undefined],
    ['dash', '/usr/bin/dash'],
    ['bash', '/usr/bin/bash'],
  ] as const;

  for (const [way, procfs] of WAYS) {
    for (const [name, path] of SHELLS) {
      const missing = path !== undefined && !existsSync(path);
      // A shell that this host has not cannot be lent to a container: its name says so.
      it.skipIf(missing)(
        `is ended ${way}, under ${name}${missing ? ' (which is not here)' : ''}, whatever it has begun, and no other`,
        async () => {
          const where = await container('app', {}, ['sleep', '1000000'], undefined, path === undefined ? {} : shell(path));
          const other = await begun(where, ['sleep', '2000000']);
          const ended = await Promise.all(
            Object.entries(RUNS).map(async ([what, [command, user]]) => {
              const { api, run, ended } = await begun(where, command, user);
              const reasons = await firstValueFrom(end(api, procfs)(run).pipe(toArray()));
              return [what, reasons, (await ended).at(-1)?.type];
            }),
          );
          expect(ended).toEqual(Object.keys(RUNS).map((what) => [what, [], 'ended']));
          expect(await processes(where)).toEqual(['sleep 2000000']);
          expect((await firstValueFrom(other.api.inspectExec(other.run.exec))).running).toBe(true);
        },
      );
    }

    it(`is ended ${way} in a container that is read-only and without capabilities`, async () => {
      const where = await container('app', {}, ['sleep', '1000000'], undefined, { HostConfig: { CapDrop: ['ALL'], ReadonlyRootfs: true } });
      const { api, run, ended } = await begun(where, ['sh', '-c', `trap '' TERM; ${LONG} & wait; wait; ${LONG}`]);
      expect(await firstValueFrom(end(api, procfs)(run).pipe(toArray()))).toEqual([]);
      expect((await ended).at(-1)).toMatchObject({ type: 'ended', exitCode: 137 });
      expect(await processes(where)).toEqual([]);
    });
  }

  it('is ended with its children where its own process has ended and they hold its output open', async () => {
    const where = await container('app');
    const { api, run } = await begun(where, ['setsid', 'sh', '-c', `${LONG} & ${LONG}`]);
    for (const [, procfs] of WAYS) expect(await firstValueFrom(end(api, procfs)(run).pipe(toArray()))).toEqual([]);
    expect(await processes(where)).toEqual([]);
  });

  it('is over once its container was started again: nothing of its new life is touched', async () => {
    const where = await container('app', {}, ['sh', '-c', 'sleep 5001 & sleep 5002 & sleep 5003 & sleep 5004 & setsid sleep 5005 & wait']);
    const { api, run, ended } = await begun(where, ['sh', '-c', `trap '' TERM; ${LONG} & while :; do sleep 1; done`]);
    const told = firstValueFrom(end(api, '/nowhere')(run).pipe(toArray()));
    await passed(700); // it has been told to end, and is looked after
    await where.restart({ t: 0 });
    expect(await told).toEqual([]);
    expect((await ended).at(-1)?.type).toMatch(/ended|lost/);
    await passed(1_000);
    expect((await processes(where)).toSorted()).toEqual([5001, 5002, 5003, 5004, 5005].map((time) => `sleep ${time}`));
  });

  it('is over when its container has stopped', async () => {
    const where = await container('app');
    const { api, run } = await begun(where, ['sh', '-c', `trap '' TERM; ${LONG} & while :; do sleep 1; done`]);
    const told = firstValueFrom(end(api, '/nowhere')(run).pipe(toArray()));
    await passed(700);
    await where.stop({ t: 0 });
    expect(await told).toEqual([]);
  });

  it.each(WAYS)('is ended %s once the engine answers, which was away when it was to be', async (_, procfs) => {
    const where = await container('app');
    const { api, run, ended } = await begun(where, LONG.split(' '));
    let asked = 0;
    const away = {
      ...api,
      inspectExec: (id: string) => defer(() => (++asked < 3 ? throwError(() => new Error('connect ECONNREFUSED')) : api.inspectExec(id))),
    };
    expect(await firstValueFrom(end(away, procfs)(run).pipe(toArray()))).toEqual([]);
    expect((await ended).at(-1)).toMatchObject({ type: 'ended', exitCode: 143 });
  });

  it('is said not to end where its container has no shell, and runs on', async () => {
    const where = await container('app', {}, ['/bin/sleep', '1000000'], undefined, { Env: ['PATH=/nowhere'] });
    const { api, run } = await begun(where, ['/bin/sleep', '1000000']);
    const told = await firstValueFrom(end(api, '/nowhere')(run).pipe(toArray()));
    expect(told).toEqual(['there is no shell in its container that could signal its processes']);
    expect(await processes(where)).toEqual(['/bin/sleep 1000000']);
  });

  it('is said not to end while its container is paused, and is ended once it wakes', async () => {
    const where = await container('app');
    const { api, run, ended } = await begun(where, LONG.split(' '));
    await where.pause();
    const told = firstValueFrom(
      end(
        api,
        '/nowhere',
      )(run).pipe(
        tap(() => void where.unpause()),
        toArray(),
      ),
    );
    expect(await told).toEqual(['its container is paused, it is ended when that wakes']);
    expect((await ended).at(-1)).toMatchObject({ type: 'ended', exitCode: 143 });
  });

  it('is ended by the daemon after its timeout, within six seconds of its start, and its job goes on', async () => {
    const where = await container('app', {
      'nap.command': `sh -c '${LONG} & ${LONG} & wait'`,
      'nap.interval': '10s',
      'nap.timeout': '2s',
    });
    const bosun = daemon({ CLIENT_TIMEOUT: '1s' }); // which bounds no run
    await bosun.line(/app: Executing 'nap'/);
    const started = Date.now();
    await bosun.line(/app: 'nap', due \S+Z, has run for its timeout, 2 s: ending it\./);
    expect(Date.now() - started).toBeGreaterThan(1_900);
    await bosun.line(/app: Command 'nap' finished with exit code 143\./);
    while ((await processes(where)).length > 0) await passed(50);
    expect(Date.now() - started).toBeLessThan(6_000);
    await bosun.next(/app: Executing 'nap'/);
  });
});

/** What runs in a container, but for its first process. */
async function processes(where: Dockerode.Container): Promise<readonly string[]> {
  const look = await where.exec({ Cmd: ['/bin/busybox', 'ps', '-o', 'pid,stat,args'], AttachStdout: true, Tty: true });
  const output = (await look.start({ Tty: true })) as unknown as AsyncIterable<Buffer>;
  const pieces: Buffer[] = [];
  for await (const piece of output) pieces.push(piece);
  return Buffer.concat(pieces)
    .toString()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*?)\s*$/.exec(line))
    .flatMap((line) => (line && line[1] !== '1' && !line[2]!.startsWith('Z') && !line[3]!.includes('busybox ps') ? [line[3]!] : []));
}
