import { asyncScheduler, concat, delay, of, Subject } from 'rxjs';
import type { Fact, Time } from '../../src/facts/fact.ts';
import { watch } from '../../src/index.ts';
import { ledger, type Ledger } from '../../src/streams/ledger.ts';
import type { Progress } from '../../src/streams/runs.ts';
import type { Snapshot } from '../../src/streams/snapshot.ts';
import { END, tellStory, type Story } from './stories.ts';
import { virtualTime } from './virtual-time.ts';
import { fact } from '../../src/marbles/vocabulary.ts';
import { pretended, pretendedEnd } from './watched.ts';

/** How many runs are under way at the same time, at most. */
export const POOL = 2;

/** A fact as a journal is given it. */
export interface Kept {
  readonly fact: Fact;
  readonly heard: Time;
  /** All that was known before. */
  readonly before: Snapshot;
}

/** All that is kept of two lives: the first is killed in the middle of its story, and the second goes on with it. */
export function lived(story: Story): readonly Kept[] {
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
    tellStory(story, (one) => told$.next(one));
    asyncScheduler.schedule(() => {
      life.unsubscribe();
      life = live(folded(kept).snapshot());
      begin();
      told$.next(fact(story[0], asyncScheduler.now()));
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
export const again = <T>(said: T): T => JSON.parse(JSON.stringify(said)) as T;
