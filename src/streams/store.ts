import { asyncScheduler, map, observeOn, queueScheduler, type Observable } from 'rxjs';
import type { Fact, Time } from '../facts/fact.ts';
import type { Heard, Ledger } from './ledger.ts';
import type { Snapshot } from './snapshot.ts';

/** Keeps a fact, heard at this moment, before anything is done about it. `snapshot` gives all that was known before. */
export type Keep = (fact: Fact, heard: Time, snapshot: () => Snapshot) => void;

/** The facts with all that follows from them, one at a time: a fact told while another is being heard waits its turn. */
export const store = (facts$: Observable<Fact>, { abridged, hear, snapshot }: Ledger, keep: Keep = () => undefined): Observable<Heard> =>
  facts$.pipe(
    observeOn(queueScheduler),
    map(abridged),
    map((fact) => {
      const now = asyncScheduler.now();
      keep(fact, now, snapshot);
      return hear(fact, now);
    }),
  );
