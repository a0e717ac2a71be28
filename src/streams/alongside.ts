import { connect, endWith, ignoreElements, merge, takeUntil, type MonoTypeOperatorFunction, type Observable } from 'rxjs';

/** A live stream, and beside it another one that may look at it, for as long as it lives. */
export const alongside =
  <T>(other: (live$: Observable<T>) => Observable<T>): MonoTypeOperatorFunction<T> =>
  (live$) =>
    live$.pipe(
      connect((each$) => {
        const end$ = each$.pipe(ignoreElements(), endWith(undefined));
        return merge(each$, other(each$).pipe(takeUntil(end$)));
      }),
    );
