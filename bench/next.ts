import { CronExpressionParser } from 'cron-parser';
import { Cron as Croner } from 'croner';
import { cron } from '../spec/triggers/cron-times.ts';
import { vectors } from '../spec/triggers/vectors.ts';
import type { CronVector } from '../spec/triggers/vectors.ts';
import type { Cron, Range } from '../src/facts/job.ts';
import { ALLOWED } from '../src/triggers/allowed.ts';
import { next } from '../src/triggers/next.ts';

// What next() costs beside croner and cron-parser, on the vectors that all three can say: paired rounds, one of each after the other,
// so that a noisy machine disturbs all. A worst case is the vector whose best round is the slowest, which leaves out what is the collector's.

const ROUNDS = 60;

const given = ['cron.json', 'cron-forms.json'].flatMap((file) => vectors(file) as readonly CronVector[]);
const all = given.map(({ expression, timezone, after }) => ({ trigger: cron(expression, timezone), after: Date.parse(after) }));
const shared = all.flatMap(({ trigger, after }) => {
  const line = classic(trigger);
  return line === undefined ? [] : [{ trigger, after, line }];
});

/** The due time after the vector's own instant and so many odd steps: a scheduler never asks the same twice. */
type Next = (steps: number) => number | undefined;
const STEP = 47 * 3_600_000 + 1_234;
const contenders: Readonly<Record<string, readonly Next[]>> = {
  bosun: shared.map(
    ({ trigger, after }) =>
      (steps) =>
        next(trigger, after + steps * STEP),
  ),
  croner: shared.map(({ trigger, after, line }) => {
    const job = new Croner(line, { timezone: trigger.timezone, paused: true });
    return (steps) => job.nextRun(new Date(after + steps * STEP))?.getTime();
  }),
  'cron-parser': shared.map(({ trigger, after, line }) => {
    const job = CronExpressionParser.parse(line, { tz: trigger.timezone });
    return (steps) => {
      job.reset(new Date(after + steps * STEP));
      return job.next().getTime();
    };
  }),
};

const names = Object.keys(contenders);
const agreed = (name: string) => contenders[name]!.filter((each, index) => each(0) === contenders.bosun![index]!(0)).length;
const measured = Object.fromEntries(
  names.map((name) => [name, { cold: round(contenders[name]!), means: [] as number[], best: [] as number[] }]),
);
for (let n = 1; n <= ROUNDS; n++) {
  for (const name of names) {
    const costs = round(contenders[name]!, n);
    measured[name]!.means.push(mean(costs));
    costs.forEach((cost, index) => (measured[name]!.best[index] = Math.min(measured[name]!.best[index] ?? Infinity, cost)));
  }
}

console.log(`next() over ${shared.length} of ${all.length} vectors, those that a crontab with seconds can say too:`);
for (const name of names) {
  const { cold, means, best } = measured[name]!;
  const figures = `mean ${micro(median(means))}, worst ${micro(Math.max(...best))}, first call of each: mean ${micro(mean(cold))}`;
  console.log(`${name.padStart(12)}: ${figures}, same answer as bosun: ${agreed(name)}`);
}
const ratio = (name: string) => median(measured.bosun!.means.map((cost, index) => cost / measured[name]!.means[index]!));
const against = Math.max(ratio('croner'), ratio('cron-parser'));
console.log(`ratio to croner ${ratio('croner').toFixed(3)}, to cron-parser ${ratio('cron-parser').toFixed(3)}, allowed at most 2`);

const own = all.map(
  ({ trigger, after }) =>
    () =>
      next(trigger, after),
);
const rare = ['* feb 29 * fri 0 0 0', '* feb 29 9 fri 0 0 0', '* feb 29 53 fri 0 0 0', '* 2 30 * * 0 0 0'].map((text) => {
  const trigger = cron(text, 'Europe/Berlin');
  return { text, cost: () => round([() => next({ ...trigger, fields: { ...trigger.fields } }, Date.parse('2026-11-22T00:00:00Z'))])[0]! };
});
const best = own.map((each) => Math.min(...Array.from({ length: ROUNDS }, () => round([each])[0]!)));
console.log(`all ${own.length} vectors: mean ${micro(mean(best))}, worst ${micro(Math.max(...best))}`);
const worst = rare.map(({ text, cost }) => {
  const costs = Array.from({ length: ROUNDS }, cost); // of a trigger never asked before, so that no year of it is known
  console.log(`${text}: first ${micro(costs[0]!)}, median ${micro(median(costs))}, slowest ${micro(Math.max(...costs.slice(5)))}`);
  return median(costs);
});
process.exitCode = against <= 2 && Math.max(...worst, ...best) < 5 ? 0 : 1;

/** As a crontab's line with seconds; undefined where it has years, weeks, ordinals, or asks something of both kinds of days. */
function classic({ fields: { year, month, day, week, day_of_week, hour, minute, second } }: Cron): string | undefined {
  if (year ?? week ?? (day && day_of_week)) return undefined;
  const numbers = day?.filter((item) => 'first' in item);
  if (numbers?.length !== day?.length) return undefined;
  const text = (ranges: readonly Range[] | undefined, of = (value: number) => value) => (ranges ? values(ranges).map(of).join(',') : '*');
  return [text(second), text(minute), text(hour), text(numbers), text(month), text(day_of_week, (value) => (value + 1) % 7)].join(' ');
}

function values(ranges: readonly Range[]): readonly number[] {
  const is = (value: number) => ranges.some(({ first, last, step }) => value >= first && value <= last && (value - first) % step === 0);
  return Array.from({ length: ALLOWED.second[1] + 1 }, (_, value) => value).filter(is);
}

/** What each call costs, in milliseconds. */
function round(calls: readonly Next[], steps = 0): readonly number[] {
  return calls.map((call) => {
    const from = performance.now();
    call(steps);
    return performance.now() - from;
  });
}

function mean(costs: readonly number[]): number {
  return costs.reduce((sum, each) => sum + each, 0) / costs.length;
}
function median(costs: readonly number[]): number {
  return [...costs].sort((a, b) => a - b)[Math.floor(costs.length / 2)]!;
}
function micro(milliseconds: number): string {
  return `${(milliseconds * 1000).toFixed(1)} µs`;
}
