import { asyncScheduler, fromEvent, map, merge, type Observable } from 'rxjs';
import type { SignalFact } from '../facts/fact.ts';

/** Every SIGINT and SIGTERM. */
export const signals = (): Observable<SignalFact> =>
  merge(
    ...(['SIGINT', 'SIGTERM'] as const).map((signal) =>
      fromEvent(process, signal).pipe(map((): SignalFact => ({ type: 'signal.received', at: asyncScheduler.now(), signal }))),
    ),
  );
