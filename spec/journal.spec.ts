import fc from 'fast-check';
import { asyncScheduler, Subject } from 'rxjs';
import { expect, it } from 'vitest';
import type { Heading, Kept } from '../src/edge/journal/segment.ts';
import type { Fact, RunFact } from '../src/facts/fact.ts';
import { watch, type Journal } from '../src/index.ts';
import { ledger } from '../src/streams/ledger.ts';
import { stories, tellStory } from './support/stories.ts';
import { engineMemory } from './support/engine-memory.ts';
import { lives, pretendedJournal } from './support/lives.ts';
import { virtualTime } from './support/virtual-time.ts';
import { pretended, pretendedEnd } from './support/watched.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 100; // 1,000 in `npm test`

/** A journal that compares, at every fact, what is known with what its lines come to. */
function compared(): { readonly journal: Journal; readonly count: () => number } {
  const written = pretendedJournal();
  let book = ledger(1);
  let read = 0;
  const keep: Journal['keep'] = (told, heard, snapshot, tell) => {
    for (const line of written.lines.slice(read)) {
      const said = JSON.parse(line) as Heading | Kept;
      if (said.type === 'snapshot') book = ledger(said.poolSize, said);
      else book.hear(said, said.heard ?? said.at);
    }
    read = written.lines.length;
    if (read > 0) expect(JSON.stringify(book.snapshot())).toBe(JSON.stringify(snapshot()));
    written.keep(told, heard, snapshot, tell);
  };
  return { journal: { known: undefined, keep, follow: () => new Subject() }, count: () => read };
}

it('what is kept comes to what is known, at every moment', () => {
  let count = 0;
  fc.assert(
    fc.property(stories, (story) => {
      const kept = compared();
      virtualTime().run(() => {
        const told$ = new Subject<Fact>();
        watch({
          facts$: told$,
          exec: pretended,
          end: pretendedEnd,
          journal: kept.journal,
          log: () => undefined,
          poolSize: 1,
          shutdownGrace: 8_000,
          random: () => 0.5,
        }).subscribe();
        tellStory(story, (one) => told$.next(one));
      });
      count += kept.count();
    }),
    { numRuns: RUNS },
  );
  expect(count).toBeGreaterThan(RUNS * 20);
}, 300_000);

/** Three jobs that are always there: what fell due must be accounted for, whenever bosun is killed, told to end, and started. */
const JOBS = 'short every 3s taking 1s and long every 7s taking 9s grace 3s and late every 5s taking 2s jitter 4s';
const PERIODS = { short: 3_000, long: 7_000, late: 5_000 };

const deaths = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 20_000 }),
    fc.constantFrom('bosun is killed', 'bosun is killed before it starts its next exec', 'SIGTERM'),
    fc.integer({ min: 10_001, max: 40_000 }),
  ),
  { minLength: 1, maxLength: 8 },
);

it('over any number of lives every due time is told once, run once or not at all, and none is forgotten', () => {
  let seen = 0;
  fc.assert(
    fc.property(deaths, (plan) => {
      const book = pretendedJournal();
      const engine = engineMemory();
      let end = 0;
      virtualTime().run(() => {
        const sentence$ = new Subject<string>();
        lives(sentence$, book, engine).subscribe();
        const say = (sentence: string, at: number) => void asyncScheduler.schedule(() => sentence$.next(sentence), at);
        const begin = (at: number) => {
          say('bosun starts', at);
          say(`engine lists web-1 running with ${JOBS}`, at + 30);
        };
        begin(0);
        end = 100; // so that it is known from the beginning on
        for (const [after, death, later] of plan) {
          say(death, end + after);
          say('bosun is killed', end + after + 10_000); // whatever became of it
          end += after + later;
          begin(end);
        }
        end += 30_000;
        say('bosun is killed', end);
      });
      const facts = book.lines.map((line) => JSON.parse(line) as Kept);
      for (const [name, period] of Object.entries(PERIODS)) {
        const told = facts.filter((one): one is RunFact & Kept => 'run' in one && one.name === name);
        const isTold = new Set<number>();
        const tell = (due: number) => {
          expect(isTold.has(due), `${name} is told twice of ${due}`).toBe(false);
          isTold.add(due);
        };
        const dues = told.filter(({ type }) => type === 'run.due').map(({ due }) => due);
        dues.forEach(tell);
        for (const one of told)
          if (one.type === 'run.missed' && !dues.includes(one.due))
            for (let due = one.due; due <= (one.through ?? one.due); due += period) tell(due);
        for (let due = 30 + period; due <= end - 5_000; due += period) expect(isTold.has(due), `${name} forgets ${due}`).toBe(true);
        expect(dues.every((due) => (due - 30) % period === 0)).toBe(true);
        seen += dues.length;
      }
      const begun = engine.begun.map(({ run }) => run);
      expect(begun).toEqual([...new Set(begun)]);
    }),
    { numRuns: RUNS },
  );
  expect(seen).toBeGreaterThan(RUNS * 20);
}, 300_000);
