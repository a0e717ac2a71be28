import fc from 'fast-check';
import { asyncScheduler, concat, delay, of, Subject } from 'rxjs';
import { expect, it } from 'vitest';
import type { Fact, Time } from '../../src/facts/fact.ts';
import { watch } from '../../src/index.ts';
import { ledger, type Ledger } from '../../src/streams/ledger.ts';
import type { Progress } from '../../src/streams/runs.ts';
import type { Snapshot } from '../../src/streams/snapshot.ts';
import { END, stories, type Story } from '../support/stories.ts';
import { virtualTime } from '../support/virtual-time.ts';
import { fact } from '../support/vocabulary.ts';
import { pretended, pretendedEnd } from '../support/watched.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 50; // 2,000 in `npm test`
const POOL = 2;

interface Kept {
  readonly fact: Fact;
  readonly heard: Time;
  /** All that was known before. */
  readonly before: Snapshot;
}

it('goes on from a snapshot, taken at any moment, as if there had been none', () => {
  let compared = 0;
  fc.assert(
    fc.property(stories, fc.nat(), (story, some) => {
      const kept = lived(story);
      const from = some % kept.length;
      const whole = ledger(POOL);
      kept.slice(0, from).forEach(({ fact: told, heard }) => whole.hear(again(told), heard));
      const resumed = ledger(POOL, kept[from]!.before);
      for (const { fact: told, heard } of kept.slice(from)) {
        expect(decided(resumed, told, heard)).toEqual(decided(whole, told, heard));
        compared++;
      }
      expect(JSON.stringify(resumed.snapshot())).toEqual(JSON.stringify(whole.snapshot()));
    }),
    { numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS * 20); // so much has really happened
}, 300_000);

const decided = (known: Ledger, told: Fact, heard: Time): unknown => again(known.hear(again(told), heard).commands);

/** All that is kept of two lives: the first is killed in the middle of its story, and the second goes on with it. */
function lived([first, told]: Story): readonly Kept[] {
  const kept: Kept[] = [];
  virtualTime().run(() => {
    const told$ = new Subject<Fact>();
    const live = (known: Snapshot | undefined) =>
      watch({
        facts$: told$,
        exec: pretended,
        end: pretendedEnd,
        journal: {
          known,
          follow: () => concat(of<Progress>({ type: 'found' }), of<Progress>(ENDED).pipe(delay(1_500))),
          keep: (fact, heard, snapshot) => kept.push({ fact, heard, before: again(snapshot()) }),
        },
        log: () => undefined,
        poolSize: POOL,
        shutdownGrace: 8_000,
        random: () => 0.5,
      }).subscribe();
    const begin = () => told$.next({ type: 'bosun.started', at: asyncScheduler.now(), version: '0', poolSize: POOL, journal: true });
    let life = live(undefined);
    begin();
    for (const [at, sentence] of [[0, first], ...told, [END, 'SIGTERM']] as const)
      asyncScheduler.schedule(() => told$.next(fact(sentence, asyncScheduler.now())), at);
    asyncScheduler.schedule(() => {
      life.unsubscribe();
      life = live(folded(kept).snapshot());
      begin();
      told$.next(fact(first, asyncScheduler.now()));
    }, END / 2);
  });
  return kept;
}

const ENDED = { type: 'ended', exitCode: 0, output: '', away: true } as const;

/** As the next life reads it. */
function folded(kept: readonly Kept[]): Ledger {
  const known = ledger(POOL);
  kept.forEach(({ fact: told, heard }) => known.hear(again(told), heard));
  return ledger(POOL, again(known.snapshot()));
}

/** As it is written and read. */
const again = <T>(said: T): T => JSON.parse(JSON.stringify(said)) as T;
