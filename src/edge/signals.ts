import {
  asyncScheduler,
  connect,
  filter,
  fromEvent,
  fromEventPattern,
  map,
  merge,
  switchMap,
  take,
  throttleTime,
  type Observable,
} from 'rxjs';
import type { Fact, SignalFact } from '../facts/fact.ts';
import type { ListFact } from '../facts/standing.ts';
import { onListSignal } from './list-signal.ts';

/** Every SIGINT, SIGTERM and SIGHUP: a terminal that is closed sends the last one. */
export const signals = (): Observable<SignalFact> =>
  merge(
    ...(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) =>
      fromEvent(process, signal).pipe(map((): SignalFact => ({ type: 'signal.received', at: asyncScheduler.now(), signal }))),
    ),
  );

/** These facts, and from their first listing on a request for each SIGUSR1, one a second at most; one for all that came before it. */
export const answeringLists = (facts$: Observable<Fact>): Observable<Fact> =>
  facts$.pipe(
    connect((each$) =>
      merge(
        each$,
        each$.pipe(
          filter(({ type }) => type === 'docker.listed'),
          take(1),
          switchMap(() => fromEventPattern(onListSignal)),
          throttleTime(SECOND, asyncScheduler, { leading: true, trailing: true }),
          map((): ListFact => ({ type: 'jobs.requested', at: asyncScheduler.now() })),
        ),
      ),
    ),
  );

/** Milliseconds. */
const SECOND = 1_000;
