import { defer, filter, map, startWith, type Observable } from 'rxjs';
import { registrations, type Registration, type Registrations } from '../derive/registrations.ts';
import type { Fact } from '../facts/fact.ts';
import { ledger, type Change } from './ledger.ts';
import { store } from './store.ts';

/** All jobs that belong on the schedule by what is told, each with the container that carries it and whether it is paused: none at first, and all of them whenever that changes. Nothing is run. */
export const registered = (facts$: Observable<Fact>): Observable<readonly Registration[]> =>
  defer(() => {
    const all = new Map<string, Registrations>();
    const note = ({ service, before, after }: Change): boolean => {
      const is = registrations(after);
      if (is.size > 0) all.set(service, is);
      else all.delete(service);
      return JSON.stringify([...is]) !== JSON.stringify([...registrations(before)]);
    };
    return store(facts$, ledger(0)).pipe(
      filter(({ changes }) => changes.filter(note).length > 0),
      map(() => [...all.values()].flatMap((jobs) => [...jobs.values()])),
      startWith([]),
    );
  });
