import fc from 'fast-check';
import { asyncScheduler, Subject } from 'rxjs';
import { expect, it } from 'vitest';
import type { Fact, RunFact } from '../src/facts/fact.ts';
import { watch } from '../src/index.ts';
import { virtualTime } from './support/virtual-time.ts';
import { fact } from './support/vocabulary.ts';
import { pretended, pretendedEnd } from './support/watched.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 50; // 2,000 in `npm test`

/** Milliseconds of a history. */
const END = 60_000;
const POOL = 3;

const sometimes = (...words: readonly string[]) => fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom(...words));

/** A job in the words of the marbles; one of three names, so that a recreated container may redefine it. */
const job = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom('1s', '2s', '3s', '7s', '10s'),
    fc.constantFrom('1ms', '900ms', '2s', '5s', '20s'),
    sometimes(' printing unendable', ' printing forgotten', ' printing unstartable', ' printing refused-until-20s'),
    sometimes(' max 2', ' max 3'),
    sometimes(' jitter 1s', ' jitter 4s'),
    sometimes(' grace 1s', ' grace 3s', ' grace 60s'),
    sometimes(' ending after 1s', ' ending after 3s'),
  )
  .map(([name, every, taking, ...rest]) => `${name} every ${every} taking ${taking}${rest.join('')}`);

const jobs = fc.uniqueArray(job, { minLength: 1, maxLength: 3, selector: (words) => words[0] }).map((all) => all.join(' and '));

const NAMES = ['web-1', 'web-2', 'db-1', 'db-2', 'app'];
const name = fc.constantFrom(...NAMES);
const found = fc.uniqueArray(fc.tuple(name, fc.constantFrom('running', 'paused'), jobs), { maxLength: 5, selector: ([which]) => which });
const listing = found.map(
  (all) => `engine lists ${all.map(([which, how, with_]) => `${which} ${how} with ${with_}`).join(', ') || 'nothing'}`,
);
const event = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, jobs).map(([which, with_]) => `${which} started with ${with_}`) },
  { weight: 6, arbitrary: fc.tuple(name, fc.constantFrom('died', 'paused', 'unpaused', 'removed')).map((words) => words.join(' ')) },
  { weight: 1, arbitrary: fc.constant('engine lost: it does not answer') },
  { weight: 2, arbitrary: listing },
);

/** What is told, and when; the engine is known from the beginning on. */
const history = fc.tuple(
  listing,
  fc.array(fc.tuple(fc.integer({ min: 1, max: END - 1 }), event), { maxLength: 25 }).map((told) => told.sort(([a], [b]) => a - b)),
);

/** All that becomes of it: at the end bosun is told to end, and leaves after a while what still runs. */
function lived([first, told]: readonly [string, readonly (readonly [number, string])[]]): { facts: readonly Fact[]; left: number } {
  const facts: Fact[] = [];
  let left = 0;
  virtualTime().run(() => {
    const told$ = new Subject<Fact>();
    watch({
      facts$: told$,
      exec: pretended,
      end: pretendedEnd,
      log: ({ message }) => (left += message.endsWith('bosun ends without it.') ? 1 : 0),
      poolSize: POOL,
      shutdownGrace: 8_000,
      random: () => 0.5,
    }).subscribe((heard) => facts.push(heard));
    for (const [at, sentence] of [[0, first], ...told, [END, 'SIGTERM']] as const)
      asyncScheduler.schedule(() => told$.next(fact(sentence, asyncScheduler.now())), at);
  });
  return { facts, left };
}

const ENDS = ['run.finished', 'run.failed', 'run.lost', 'run.missed', 'run.refused'];

it('every run that is due is started, missed or refused, once and in time, and neither max nor the pool is exceeded', () => {
  let counted = 0;
  fc.assert(
    fc.property(history, (what) => {
      const { facts, left } = lived(what);
      const runs = facts.filter((told): told is RunFact => told.type.startsWith('run.') && told.type !== 'run.expired');
      const open = new Map<string, RunFact['type']>(); // by service and run: the last that was told of it
      const ended = new Set<string>();
      for (const told of runs) {
        const key = `${told.service} ${told.run}`;
        const before = open.get(key);
        if (told.type === 'run.due') {
          expect(before ?? (ended.has(key) ? 'ended' : 'new')).toBe('new');
          expect(told.at).toBeGreaterThanOrEqual(told.due);
        } else if (told.type === 'run.missed' && before === undefined) {
          expect(told.reason).toMatch(/^(its time went by unseen|no container of its service was running)/); // which stands for times that were not even told to be due
          continue;
        } else expect(before).toBeDefined();
        if (told.type === 'run.started') expect(told.at).toBeLessThanOrEqual(told.until);
        if (ENDS.includes(told.type)) {
          open.delete(key);
          ended.add(key);
        } else open.set(key, told.type);
        const underWay = [...open.values()].filter((type) => type === 'run.started' || type === 'run.overrun').length;
        expect(underWay).toBeLessThanOrEqual(POOL);
        counted++;
      }
      expect([...open.values()].filter((type) => !['run.started', 'run.overrun', 'run.stuck'].includes(type))).toEqual([]);
      expect(open.size).toBe(left);
      withinMax(runs);
    }),
    { numRuns: RUNS },
  );
  expect(counted).toBeGreaterThan(RUNS * 20); // so much has really happened
}, 300_000);

/** No job has more runs under way, stuck ones among them, than the greatest `max` that any of its definitions has. */
function withinMax(runs: readonly RunFact[]): void {
  const underWay = new Map<string, Set<string>>();
  for (const told of runs) {
    const of = `${told.service} ${told.job}`;
    const open = underWay.get(of) ?? underWay.set(of, new Set()).get(of)!;
    if (told.type === 'run.started') open.add(told.run);
    if (told.type === 'run.postponed' || ENDS.includes(told.type)) open.delete(told.run);
    if (told.type === 'run.started') expect(open.size).toBeLessThanOrEqual(3);
  }
}
