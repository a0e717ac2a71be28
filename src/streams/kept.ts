import { asyncScheduler, catchError, concat, defer, EMPTY, of, repeat, tap, throwError, type Observable } from 'rxjs';
import type { Time } from '../facts/fact.ts';
import { reasonOf } from './reason.ts';

/** What a loss is told as, and which value tells that the source is back. */
export interface Keeping<T> {
  readonly lost: (reason: string, at: Time) => T;
  readonly isBack: (value: T) => boolean;
}

/** Milliseconds. */
const PAUSE = 1_000;

/** Keeps a source open: however it ends, the loss is told, once until it is back, and it is opened again a second later. */
export const kept = <T>(open$: Observable<T>, { lost, isBack }: Keeping<T>): Observable<T> =>
  defer(() => {
    let away = false;
    const loss = (cause: unknown): Observable<T> => {
      if (away) return EMPTY;
      away = true;
      return of(lost(reasonOf(cause), asyncScheduler.now()));
    };
    return concat(
      open$.pipe(tap((value) => (away &&= !isBack(value)))),
      throwError(() => new Error('the stream ended')),
    ).pipe(catchError(loss), repeat({ delay: PAUSE }));
  });
