import {
  asyncScheduler,
  catchError,
  defer,
  ignoreElements,
  merge,
  of,
  repeat,
  take,
  tap,
  throwError,
  throwIfEmpty,
  timeout,
  timer,
  type Observable,
} from 'rxjs';
import type { TargetsFact } from '../facts/targets.ts';
import type { Duration } from '../facts/job.ts';
import type { Random } from './delay.ts';
import { reasonOf } from './reason.ts';

/** How much time there is, at most, from one question to the next, and chance. */
export interface Polling {
  readonly every: Duration;
  readonly random: Random;
}

/** What is answered each time that `ask$` is subscribed, at once and then again and again, one at a time. That there was no answer is told too: no error leaves. */
export const polled = (ask$: Observable<TargetsFact>, { every, random }: Polling): Observable<TargetsFact> =>
  defer(() => {
    let pace = every;
    let throttled = 0; // in a row
    const question$ = defer(() => {
      pace = every - Math.floor(every * JITTER * random());
      const count = (fact: TargetsFact) => void (throttled = fact.type === 'targets.unreachable' && fact.throttled ? throttled + 1 : 0);
      return merge(answered(ask$, every).pipe(tap(count)), timer(pace).pipe(ignoreElements()));
    });
    return question$.pipe(repeat({ delay: () => timer(pace * (2 ** Math.min(throttled, DOUBLINGS) - 1)) }));
  });

/** Of `every`, by which a question may come earlier: hosts that began together do not go on asking together. */
const JITTER = 0.2;

/** How often the distance is doubled where AWS throttles, at most. */
const DOUBLINGS = 3;

/** One answer, or that there was none within `limit`. */
const answered = (ask$: Observable<TargetsFact>, limit: Duration): Observable<TargetsFact> =>
  defer(() => {
    const at = asyncScheduler.now();
    return ask$.pipe(
      take(1),
      throwIfEmpty(() => new Error('nothing was answered')),
      timeout({
        first: limit,
        with: () => throwError(() => new Error(`neither AWS nor the instance metadata service has answered within ${limit / 1_000} s`)),
      }),
      catchError((cause: unknown) => of<TargetsFact>({ type: 'targets.unreachable', at, reason: reasonOf(cause) })),
    );
  });
