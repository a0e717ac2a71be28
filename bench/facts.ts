import { EMPTY, Subject } from 'rxjs';
import type { Container, Fact } from '../src/facts/fact.ts';
import type { Job } from '../src/facts/job.ts';
import { watch } from '../src/index.ts';
import { parseCron } from '../src/triggers/cron.ts';
import { parseInterval } from '../src/triggers/interval.ts';
import { plainJob } from '../spec/support/plain-job.ts';

// What a start and a die fact cost, from the source to the timer, with so many services of two jobs each known:
// paired rounds, one house of each size after the other, so that a noisy machine disturbs both.

const SIZES = [100, 10_000];
const ROUNDS = 40;
const FACTS = 200;

const houses = SIZES.map(house);
const costs = SIZES.map((): number[] => []);
for (let round = 0; round < ROUNDS; round++) houses.forEach((one, n) => costs[n]!.push(...one.costs()));

const medians = costs.map((all) => median(all.slice(all.length / 4))); // the first quarter warms up
SIZES.forEach((size, n) =>
  console.log(
    `${size.toLocaleString('en').padStart(7)} services, ${2 * size} jobs: median ${micro(medians[n]!)} a fact, ${houses[n]!.timers()} timer`,
  ),
);
console.log(`ratio ${(medians[1]! / medians[0]!).toFixed(2)}, allowed at most 2`);
houses.forEach(({ end }) => end());
process.exitCode = medians[1]! <= 2 * medians[0]! && houses.every(({ timers }) => timers() <= 1) ? 0 : 1;

function house(size: number) {
  const facts$ = new Subject<Fact>();
  const before = timeouts();
  const running = watch({
    facts$,
    exec: () => new Subject(),
    end: () => EMPTY,
    log: () => undefined,
    poolSize: 10,
    shutdownGrace: 8_000,
    random: () => 0.5,
  }).subscribe();
  let at = Date.now();
  const told = (type: 'container.started' | 'container.died', service: string): Fact => {
    at += 1;
    return type === 'container.started' ? { type, at, service, container: container(service) } : { type, at, service, id: `${service}-1` };
  };
  for (let n = 0; n < size; n++) facts$.next(told('container.started', `service-${n}`));
  const timers = timeouts() - before;
  return {
    timers: () => timers,
    end: () => running.unsubscribe(),
    /** Milliseconds per fact, of so many pairs of a die and a start. */
    costs: () =>
      Array.from({ length: FACTS }, (_, n) => {
        const service = `service-${(n * 7919) % size}`;
        const facts = [told('container.died', service), told('container.started', service)];
        const from = performance.now();
        facts.forEach((fact) => facts$.next(fact));
        return (performance.now() - from) / 2;
      }),
  };
}

function container(service: string): Container {
  const job = (name: string, trigger: Job['trigger']) => plainJob({ id: `${service}.${name}`, name, trigger });
  const [nightly, hourly] = [parseCron('2 0 0', 'Europe/Berlin'), parseInterval('hourly')];
  if ('problem' in nightly || 'problem' in hourly) throw new Error('a trigger of the bench is wrong');
  return {
    id: `${service}-1`,
    name: `${service}-1`,
    service,
    jobs: [job('backup', nightly.trigger), job('report', hourly.trigger)],
    problems: [],
  };
}

function timeouts(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function micro(milliseconds: number): string {
  return `${(milliseconds * 1_000).toFixed(1)} µs`;
}
