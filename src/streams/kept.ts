import { asyncScheduler, catchError, concat, defer, of, repeat, throwError, type Observable } from 'rxjs';
import type { Time } from '../facts/fact.ts';
import { reasonOf } from './reason.ts';

/** Milliseconds. */
const PAUSE = 1_000;

/** Keeps a source open: however it ends, the loss is told as a value and the source is opened again a second later. */
export const kept = <T>(open$: Observable<T>, lost: (reason: string, at: Time) => T): Observable<T> =>
  concat(
    open$,
    throwError(() => new Error('the stream ended')),
  ).pipe(
    catchError((cause: unknown) => defer(() => of(lost(reasonOf(cause), asyncScheduler.now())))),
    repeat({ delay: PAUSE }),
  );
