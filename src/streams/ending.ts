import { connect, defer, delay, filter, take, takeUntil, takeWhile, tap, type MonoTypeOperatorFunction } from 'rxjs';
import type { Duration } from '../facts/job.ts';
import { isUnderWay, type Run, type Runs } from '../state/run.ts';
import type { Heard } from './store.ts';

/**
 * Completes once we are told to end: when no run is under way any more, after `grace`, or with a second signal.
 * What is under way then is told as left.
 */
export const ending =
  (grace: Duration, leave: (left: readonly Run[]) => void): MonoTypeOperatorFunction<Heard> =>
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
      return heard$.pipe(
        tap(note),
        connect((each$) =>
          each$.pipe(
            takeWhile(() => signals === 0 || (signals === 1 && open.size > 0), true),
            takeUntil(
              each$.pipe(
                filter(({ fact }) => fact.type === 'signal.received'),
                take(1),
                delay(grace),
              ),
            ),
          ),
        ),
        tap({ complete: () => leave([...open.values()].flatMap((runs) => [...runs.values()].filter(isUnderWay))) }),
      );
    });
