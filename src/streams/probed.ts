import { exhaustMap, startWith, switchMap, timer, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import type { Duration } from '../facts/job.ts';
import { alongside } from './alongside.ts';

/** A live stream that is asked after: whenever it has been quiet for `idle`, `probe$` is subscribed, whose error is the stream's. */
export const probed = <T>(probe$: Observable<never>, idle: Duration): MonoTypeOperatorFunction<T> =>
  alongside((live$) =>
    live$.pipe(
      startWith(undefined),
      switchMap(() => timer(idle, idle).pipe(exhaustMap(() => probe$))),
    ),
  );
