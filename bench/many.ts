import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { simulatedEngine } from '../spec/support/simulated/simulated-engine.ts';

// What many containers cost the daemon: a process of its own (dist/bosun.js), which talks HTTP to an engine that is simulated here.
// Both sizes at the same time, and a batch of events for one after the other, so that a noisy machine disturbs both.

const SIZES = [100, 10_000];
const EVENTS = 10_000;
/** Events one at a time, each once the one before is logged, then as many at once. */
const BATCH = 100;
const READY = 3_000;
const RATIO = 2;
/** What is done to a container, and how many lines follow from it, which has two jobs. */
const STEPS = { pause: 1, unpause: 1, die: 2, start: 2 };
const OF_JOBS = /: (Added|Removed|Paused|Resumed) /;

const houses: House[] = [];
try {
  for (const size of SIZES) houses.push(await house(size));
  for (let event = 0; event < EVENTS; event += 2 * BATCH) for (const { batch } of houses) await batch();
  process.exitCode = table(houses.map(({ figures }) => figures())) ? 0 : 1;
} finally {
  for (const { end } of houses) await end();
}

interface House {
  readonly batch: () => Promise<void>;
  readonly figures: () => Figures;
  readonly end: () => Promise<void>;
}

interface Figures {
  readonly size: number;
  /** Milliseconds until the last job was registered, since the process was started, and of its CPU. */
  readonly ready: number;
  readonly readyCpu: number;
  /** Milliseconds for an event that comes alone: of CPU, and from when it was sent until its last line was read. */
  readonly aloneCpu: number;
  readonly alone: number;
  /** Milliseconds of CPU for each of many events that come at once. */
  readonly atOnceCpu: number;
  /** MiB that are resident: when it was ready, and after the events. */
  readonly readyMemory: number;
  readonly memory: number;
}

async function house(size: number): Promise<House> {
  const engine = await simulatedEngine();
  const names = Array.from({ length: size }, (_, n) => `service${n}-1`); // each the only one of its service: all have their jobs
  await engine.script(names.map((name) => `start ${name} with a every 1h: true, b every 2h: true`).join('\n'));

  const from = performance.now();
  const child = spawn(process.execPath, ['dist/bosun.js'], {
    env: { PATH: process.env.PATH, DOCKER_HOST: engine.host },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill('SIGKILL')); // however that comes
  const exited = once(child, 'exit');
  let [lines, awaited, arrived] = [0, Infinity, (): void => undefined];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (OF_JOBS.test(line) && ++lines === awaited) arrived();
  });
  /** Resolves when so many lines about jobs more have been read than when it was called. */
  const more = (count: number) =>
    new Promise<void>((resolve, reject) => {
      awaited = lines + count;
      arrived = resolve;
      void exited.then(() => reject(new Error('the daemon has ended')));
    });
  const end = async () => {
    child.kill('SIGKILL');
    await exited;
    await engine.close();
  };
  const pid = child.pid ?? 0;
  await more(2 * size);
  const [ready, readyCpu, readyMemory] = [performance.now() - from, cpu(pid), resident(pid)];

  const costs = { aloneCpu: [] as number[], alone: [] as number[], atOnceCpu: [] as number[] };
  let turn = 0;
  /** Everything that a few containers, strewn among all, go through: each line with how many the log then says. */
  const steps = (): (readonly [sentence: string, lines: number])[] =>
    Array.from({ length: BATCH / 4 }, () => names[(turn++ * 7919) % size]!).flatMap((name) =>
      Object.entries(STEPS).map(([verb, said]) => [`${verb} ${name}`, said] as const),
    );
  return {
    batch: async () => {
      const before = cpu(pid);
      for (const [sentence, said] of steps()) {
        const heard = more(said);
        await engine.script(sentence);
        const sent = performance.now();
        await heard;
        costs.alone.push(performance.now() - sent);
      }
      const between = cpu(pid);
      costs.aloneCpu.push((between - before) / BATCH);
      const all = steps();
      const heard = more(all.reduce((sum, [, said]) => sum + said, 0));
      await engine.script(all.map(([sentence]) => sentence).join('\n'));
      await heard;
      costs.atOnceCpu.push((cpu(pid) - between) / BATCH);
    },
    figures: () => ({
      size,
      ready,
      readyCpu,
      aloneCpu: typical(costs.aloneCpu),
      alone: typical(costs.alone),
      atOnceCpu: typical(costs.atOnceCpu),
      readyMemory,
      memory: resident(pid),
    }),
    end,
  };
}

/** Prints the figures side by side; gives whether they are within the marks. */
function table(figures: readonly Figures[]): boolean {
  const [few, many] = [figures[0]!, figures.at(-1)!];
  const row = (what: string, of: (of: Figures) => string, mark = '') =>
    console.log([what.padEnd(46), ...figures.map((each) => of(each).padStart(12)), mark].join('  ').trimEnd());
  const ratio = (of: (of: Figures) => number) => `ratio ${(of(many) / of(few)).toFixed(2)}, allowed at most ${RATIO}`;
  const costs = [({ aloneCpu }: Figures) => aloneCpu, ({ alone }: Figures) => alone, ({ atOnceCpu }: Figures) => atOnceCpu] as const;

  console.log(
    `node ${process.version}, ${(EVENTS - EVENTS / 4).toLocaleString('en')} of ${EVENTS.toLocaleString('en')} events each: medians`,
  );
  row('containers, two jobs each', ({ size }) => size.toLocaleString('en'));
  row('ready: start of the process to its last job', ({ ready }) => `${ready.toFixed(0)} ms`, `allowed below ${READY} ms`);
  row('CPU of that', ({ readyCpu }) => `${readyCpu.toFixed(0)} ms`);
  row('an event that comes alone: CPU', (of) => micro(costs[0](of)), ratio(costs[0]));
  row('until it is logged', (of) => micro(costs[1](of)), ratio(costs[1]));
  row(`an event of ${BATCH} that come at once: CPU`, (of) => micro(costs[2](of)), ratio(costs[2]));
  row('resident memory when it was ready', ({ readyMemory }) => `${readyMemory.toFixed(0)} MiB`);
  row('after the events', ({ memory }) => `${memory.toFixed(0)} MiB`);
  return figures.every(({ ready }) => ready < READY) && costs.every((of) => of(many) <= RATIO * of(few));
}

/** Milliseconds for which all threads of a process have been on a processor: https://docs.kernel.org/scheduler/sched-stats.html */
function cpu(pid: number): number {
  const on = (thread: string) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + on(thread), 0);
}

/** MiB. https://docs.kernel.org/filesystems/proc.html */
function resident(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** The median once the first quarter has warmed up. */
function typical(values: readonly number[]): number {
  const warm = values.slice(values.length / 4).sort((a, b) => a - b);
  return warm[Math.floor(warm.length / 2)]!;
}

function micro(milliseconds: number): string {
  return `${(milliseconds * 1_000).toFixed(1)} µs`;
}
