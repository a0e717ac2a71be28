import {
  connect,
  defer,
  delay,
  filter,
  merge,
  repeat,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
  type MonoTypeOperatorFunction,
  type Observable,
} from 'rxjs';
import type { Duration } from '../facts/job.ts';
import { isOpen, isUnknown, type Run, type Runs } from '../state/run.ts';
import type { Heard } from './ledger.ts';

/**
 * Completes once we are told to end: when no run is under way any more and nothing is `busy`, after `grace`, or with a second signal.
 * What is under way then, or waits for our next start, is told as left.
 */
export const ending =
  (grace: Duration, busy: () => boolean, leave: (left: readonly Run[]) => void): MonoTypeOperatorFunction<Heard> =>
  (heard$) =>
    defer(() => {
      const open = new Map<string, Runs>();
      let signals = 0;
      const note = ({ fact, changes }: Heard) => {
        if (fact.type === 'signal.received') signals++;
        for (const { service, after } of changes) {
          if (after.runs.size > 0) open.set(service, after.runs);
          else open.delete(service);
        }
      };
      const told$ = (each$: Observable<Heard>) => each$.pipe(filter(({ fact }) => fact.type === 'signal.received'));
      // Looked at again and again, and not at once: what follows from the signal is yet to be heard.
      const over$ = (each$: Observable<Heard>) =>
        told$(each$).pipe(
          switchMap(() => timer(0).pipe(repeat({ delay: () => timer(LOOK) }))),
          filter(() => signals > 1 || (![...open.values()].some((runs) => [...runs.values()].some(isOpen)) && !busy())),
        );
      return heard$.pipe(
        tap(note),
        connect((each$) => each$.pipe(takeUntil(merge(over$(each$), told$(each$).pipe(take(1), delay(grace)))))),
        tap({
          complete: () => leave([...open.values()].flatMap((runs) => [...runs.values()].filter((run) => !isUnknown(run)))),
        }),
      );
    });

/** Milliseconds between two looks whether nothing is left to do. */
const LOOK = 50;
