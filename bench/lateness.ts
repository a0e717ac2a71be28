import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Dockerode from 'dockerode';
import { startBosun } from '../scripts/chaos/bosun.ts';
import type { Event } from '../scripts/chaos/event.ts';
import { heldBy } from '../scripts/chaos/held.ts';
import { record } from '../scripts/chaos/recording.ts';
import { startEngine } from '../scripts/engine/throwaway.ts';

// How late jobs start, by the engine's own events, written to a file by a process of its own: bosun beside a bare client of the engine's
// socket that makes the same execs, so many at once. Each has its rounds between those of the other, so that a noisy machine disturbs both.

const SCENARIOS = [
  { jobs: 1, every: 4_000, rounds: 25 },
  { jobs: 30, every: 10_000, rounds: 3 },
  { jobs: 100, every: 20_000, rounds: 3 },
];
const AT_ONCE = 10;
const ALLOWED = 2.5;
const MARKER = 'the-last';
const COMMANDS = { bosun: ['true'], 'bare client': ['true', 'bare'] };
type Who = keyof typeof COMMANDS;

interface Figures {
  readonly due: number;
  readonly run: number;
  readonly lost: number;
  readonly doubled: number;
  readonly early: number;
  /** Milliseconds after the due time: of half of the runs, and of all. */
  readonly p50: number;
  readonly max: number;
  /** Milliseconds from the due time until the last run of a round has ended. */
  readonly over: number;
}

await heldBy('bosun-lateness', async ({ folder, hold, pass }) => {
  const engine = await hold(startEngine({ say: console.log }), ({ close }) => close());
  const docker = new Dockerode({ host: '', socketPath: engine.socket });
  const recording = await hold(record(engine.socket, join(folder, 'events')), ({ end }) => end());
  const names: string[] = [];
  for (let n = 0; n < Math.max(...SCENARIOS.map(({ jobs }) => jobs)); n++) names.push(await container(docker, engine.image, n));

  const plans: { readonly jobs: number; readonly dues: Readonly<Record<Who, readonly number[]>>; readonly every: number }[] = [];
  for (const { jobs, every, rounds } of SCENARIOS) {
    const bosun = await hold(startBosun({ DOCKER_HOST: engine.host, LABEL_NAMESPACE: `late${jobs}` }), ({ end }) => end());
    while (bosun.lines.filter((line) => line.includes(': Added ')).length < jobs) await pass(50);
    const first = (Math.floor(Date.now() / every) + 1) * every;
    const at = (offset: number) => Array.from({ length: rounds }, (_, round) => first + round * every + offset);
    const dues = { bosun: at(0), 'bare client': at(every / 2) };
    plans.push({ jobs, dues, every });
    const order = {
      socket: engine.socket,
      containers: names.slice(0, jobs),
      command: COMMANDS['bare client'],
      dues: dues['bare client'],
      atOnce: AT_ONCE,
    };
    const bare = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('bare-client.ts', import.meta.url)), JSON.stringify(order)],
      {
        env: { ...process.env, TSX_DISABLE_CACHE: '1' },
        stdio: 'inherit',
      },
    );
    await hold(bare, (child) => (child.exitCode === null && child.kill() ? once(child, 'exit') : Promise.resolve()));
    const [code] = (await once(bare, 'exit')) as [number | null];
    if (code !== 0) throw new Error('the bare client failed');
    await bosun.end();
  }
  const last = await docker.createContainer({ name: MARKER, Image: engine.image, Cmd: ['true'], HostConfig: { NetworkMode: 'none' } });
  await last.start();
  const events = await recording.until(MARKER); // and with it all that came before
  return table(
    plans.map(({ jobs, dues, every }) => ({
      jobs,
      bosun: judged('bosun', events, jobs, dues.bosun, every),
      bare: judged('bare client', events, jobs, dues['bare client'], every),
    })),
  );
});

/** A container that has a job in each scenario that is large enough for it. */
async function container(docker: Dockerode, image: string, n: number): Promise<string> {
  const labels = SCENARIOS.filter(({ jobs }) => n < jobs).flatMap(({ jobs, every }) => [
    [`late${jobs}.tick.command`, COMMANDS.bosun.join(' ')],
    [`late${jobs}.tick.cron`, `*/${every / 1_000}`],
  ]);
  const made = await docker.createContainer({
    name: `late-${n}`,
    Image: image,
    Cmd: ['sleep', '1000000'],
    StopSignal: 'SIGKILL',
    Labels: Object.fromEntries(labels) as Record<string, string>,
    HostConfig: { NetworkMode: 'none' },
  });
  await made.start();
  return `late-${n}`;
}

/** What the engine says became of the runs that one of them had to start. */
function judged(who: Who, events: readonly Event[], jobs: number, dues: readonly number[], every: number): Figures {
  const ours = events.filter(({ command }) => command === COMMANDS[who].join(' '));
  const ends = new Map(events.filter(({ kind }) => kind === 'end').map(({ exec, at }) => [exec, at]));
  const runs = dues.flatMap((due) =>
    ours
      .filter(({ kind, at }) => kind === 'run' && at >= due - every / 4 && at < due + (every * 3) / 4)
      .map(({ name, exec, at }) => ({ due, name, late: at - due, over: (ends.get(exec) ?? Infinity) - due })),
  );
  const distinct = new Set(runs.map(({ due, name }) => `${due} ${name}`)).size;
  const late = runs.map((run) => run.late).sort((a, b) => a - b);
  return {
    due: dues.length * jobs,
    run: runs.length,
    lost: dues.length * jobs - distinct,
    doubled: runs.length - distinct,
    early: late.filter((time) => time < 0).length,
    p50: late[Math.floor(late.length / 2)] ?? NaN,
    max: late.at(-1) ?? NaN,
    over: Math.max(...runs.map((run) => run.over)),
  };
}

function table(results: readonly { readonly jobs: number; readonly bosun: Figures; readonly bare: Figures }[]): number {
  const ms = (time: number) => `${time.toFixed(1)} ms`;
  console.log('jobs due together         due   run  lost  twice  early        p50        max   all ended after');
  for (const { jobs, ...each } of results) {
    for (const [who, { due, run, lost, doubled, early, p50, max, over }] of Object.entries(each)) {
      const counts = [due, run, lost, doubled, early].map((count) => String(count).padStart(5)).join(' ');
      console.log(
        `${String(jobs).padStart(4)}  ${who.padEnd(18)} ${counts} ${ms(p50).padStart(12)} ${ms(max).padStart(10)} ${ms(over).padStart(14)}`,
      );
    }
  }
  const [one] = results;
  const ratio = one ? one.bosun.p50 / one.bare.p50 : NaN;
  console.log(`one job: p50 ${ratio.toFixed(2)} times the bare client's (allowed ${ALLOWED})`);
  const right = results.every(({ bosun: { lost, doubled, early } }) => lost + doubled + early === 0) && ratio <= ALLOWED;
  return right ? 0 : 1;
}
