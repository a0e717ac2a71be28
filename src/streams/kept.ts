import { asyncScheduler, catchError, concat, defer, EMPTY, of, repeat, tap, throwError, type Observable } from 'rxjs';
import type { Time } from '../facts/fact.ts';
import { reasonOf } from './reason.ts';

/** Milliseconds. */
const PAUSE = 1_000;

/**
 * Keeps a source open: however it ends, the loss is told as a value and the source is opened again a second later.
 * What fails again before it has given anything is told no second time.
 */
export const kept = <T>(open$: Observable<T>, lost: (reason: string, at: Time) => T): Observable<T> =>
  defer(() => {
    let away = false;
    const loss = (cause: unknown): Observable<T> => {
      if (away) return EMPTY;
      away = true;
      return of(lost(reasonOf(cause), asyncScheduler.now()));
    };
    return concat(
      open$.pipe(tap(() => (away = false))),
      throwError(() => new Error('the stream ended')),
    ).pipe(catchError(loss), repeat({ delay: PAUSE }));
  });
