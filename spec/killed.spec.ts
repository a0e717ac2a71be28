import fc from 'fast-check';
import { asyncScheduler, Subject, Subscription } from 'rxjs';
import { expect, it } from 'vitest';
import type { Fact, RunFact, Time } from '../src/facts/fact.ts';
import { watch } from '../src/index.ts';
import { ledger } from '../src/streams/ledger.ts';
import type { Snapshot } from '../src/streams/snapshot.ts';
import { engineMemory, type EngineMemory } from './support/engine-memory.ts';
import { again } from './support/two-lives.ts';
import { END, stories, type Story } from './support/stories.ts';
import { virtualTime } from './support/virtual-time.ts';
import { fact } from '../src/marbles/vocabulary.ts';
import { pretendedEnd } from './support/watched.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 50; // 2,000 in `npm test`
const POOL = 2;

/** Milliseconds after the story in which all that was begun ends and is told. */
const REST = 120_000;

/** With which fact a life ends, before it is kept, whether with it all that was told in the same turn is lost, and how long bosun is away. */
type Kill = readonly [after: number, turn: boolean, away: Time];

const kills: fc.Arbitrary<readonly Kill[]> = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean(), fc.constantFrom(0, 0, 700, 5_000, 20_000)),
  { maxLength: 8 },
);

/** All that is kept by lives of which each but the last is killed, and what the engine ran meanwhile. */
function lived(
  [first, told]: Story,
  deaths: readonly Kill[],
): { readonly kept: readonly RunFact[]; readonly begun: EngineMemory['begun'] } {
  const engine = engineMemory((_, nth) => nth % 7);
  let kept: { readonly fact: Fact; readonly heard: Time }[] = [];
  virtualTime().run(() => {
    let life: Subject<Fact> | undefined;
    let last = Subscription.EMPTY;
    const live = (known: Snapshot | undefined, [kill, ...more]: readonly Kill[]) => {
      const facts$ = new Subject<Fact>();
      let heardFacts = 0;
      let written = kept.length; // at the end of a turn, or before a run is begun
      let turn = asyncScheduler.now();
      life = facts$;
      last = watch({
        ...engine,
        facts$,
        end: pretendedEnd,
        journal: {
          known,
          follow: engine.follow,
          keep: (one, heard) => {
            if (heard > turn) [turn, written] = [heard, kept.length];
            if (kill && ++heardFacts > kill[0]) {
              if (kill[1]) kept = kept.slice(0, written);
              throw new Error('killed');
            }
            kept.push(again({ fact: one, heard }));
            if (one.type === 'run.started') written = kept.length;
          },
        },
        log: () => undefined,
        poolSize: POOL,
        shutdownGrace: 8_000,
        random: () => 0.5,
      }).subscribe({
        error: (cause: unknown) => {
          if (!(cause instanceof Error && cause.message === 'killed')) throw cause;
          life = undefined;
          asyncScheduler.schedule(() => live(folded(kept), more), kill?.[2]);
        },
      });
      facts$.next({ type: 'bosun.started', at: asyncScheduler.now(), version: '0', poolSize: POOL, journal: true });
      facts$.next(fact(engine.listing(), asyncScheduler.now()));
    };
    engine.note(first);
    live(undefined, deaths);
    for (const [at, sentence] of [...told, [END, 'engine lists nothing'] as const])
      asyncScheduler.schedule(() => {
        engine.note(sentence);
        life?.next(fact(sentence, asyncScheduler.now()));
      }, at);
    asyncScheduler.schedule(() => last.unsubscribe(), END + REST);
  });
  return { kept: kept.map((one) => one.fact).filter((one): one is RunFact => one.type.startsWith('run.')), begun: engine.begun };
}

function folded(kept: readonly { readonly fact: Fact; readonly heard: Time }[]): Snapshot {
  const known = ledger(POOL);
  kept.forEach((one) => known.hear(one.fact, one.heard));
  return again(known.snapshot());
}

const ENDS = ['run.finished', 'run.failed', 'run.lost', 'run.missed', 'run.refused'];

it('killed at any fact, again and again, it begins no run twice, and tells the end of each once', () => {
  let killed = 0;
  fc.assert(
    fc.property(stories, kills, (story, deaths) => {
      const { kept, begun } = lived(story, deaths);
      const starts = begun.map(({ run }) => run);
      expect(starts).toEqual([...new Set(starts)]);
      const due = kept.filter(({ type }) => type === 'run.due').map(({ run }) => run);
      expect(due).toEqual([...new Set(due)]);
      for (const run of due)
        expect(
          kept.filter((one) => one.run === run && ENDS.includes(one.type)).map(({ type }) => type),
          run,
        ).toHaveLength(1);
      for (const { run, exitCode, isForgotten } of begun) {
        const end = kept.findLast((one) => one.run === run);
        if (isForgotten && end?.type === 'run.lost') continue;
        expect(end, run).toMatchObject({ type: 'run.finished', exitCode });
      }
      killed += deaths.length;
    }),
    { numRuns: RUNS },
  );
  expect(killed).toBeGreaterThan(RUNS);
}, 300_000);
