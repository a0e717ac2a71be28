import { asyncScheduler, catchError, concat, defer, EMPTY, of, repeat, tap, throwError, timer, type Observable } from 'rxjs';
import type { Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';
import type { Random } from './delay.ts';
import { reasonOf, Refused } from './reason.ts';

/** What a loss is told as, which value tells that the source is back, and chance. */
export interface Keeping<T> {
  readonly lost: (reason: string, at: Time) => T;
  readonly isBack: (value: T) => boolean;
  readonly random: Random;
}

/**
 * Keeps a source open: however it ends, the loss is told, once until it is back, and it is opened again, ever later while it stays away.
 * That it is refused is told also later, once for each reason.
 */
export const kept = <T>(open$: Observable<T>, { lost, isBack, random }: Keeping<T>): Observable<T> =>
  defer(() => {
    let told: readonly string[] = [];
    let failures = 0;
    let back: Time | undefined;
    const loss = (cause: unknown): Observable<T> => {
      const reason = reasonOf(cause);
      if (told.length > 0 && (!(cause instanceof Refused) || told.includes(reason))) return EMPTY;
      told = [...told, reason];
      return of(lost(reason, asyncScheduler.now()));
    };
    const pause = (): Duration => {
      if (back !== undefined) failures = asyncScheduler.now() - back >= STEADY ? 0 : Math.min(failures, FAILURES_ONCE_BACK);
      const longest = back === undefined ? LONGEST : LONGEST_ONCE_BACK;
      back = undefined;
      return Math.min(SHORTEST * 2 ** failures++, longest) * (0.5 + random() / 2);
    };
    return concat(
      open$.pipe(
        tap((value) => {
          if (!isBack(value)) return;
          told = [];
          back ??= asyncScheduler.now();
        }),
      ),
      throwError(() => new Error('the stream ended')),
    ).pipe(catchError(loss), repeat({ delay: () => timer(pause()) }));
  });

/** Milliseconds: the first pause, the longest of a source that does not come back, and of one that does and breaks again. */
const SHORTEST = 500;
const LONGEST = 30_000;
const LONGEST_ONCE_BACK = 2_000;

/** From how many failures on the pauses of a source grow that was back, and broke again. */
const FAILURES_ONCE_BACK = 2;

/** Milliseconds after which a source that is back is no longer one that has just failed. */
const STEADY = 10_000;
