import { asyncScheduler, Observable, Subscription } from 'rxjs';
import type { Command } from '../derive/commands.ts';
import type { Time } from '../facts/fact.ts';
import { agenda, type DueFact } from './agenda.ts';
import type { Random } from './delay.ts';

/**
 * What is due, when it is due, and which run that waits has no grace left: one heap of times, one timer.
 * A job that moves keeps its place in it. Never early, never twice. A jitter puts off a run, and no due time.
 */
export const due = (commands$: Observable<Command>, random: Random): Observable<DueFact> =>
  new Observable((subscriber) => {
    const schedule = agenda(random);
    let timer = Subscription.EMPTY;
    let alarm: Time | undefined;

    const look = () => {
      alarm = undefined;
      schedule.take(asyncScheduler.now()).forEach((fact) => subscriber.next(fact));
      wait();
    };
    const wait = () => {
      const earliest = schedule.earliest();
      if (earliest === alarm || subscriber.closed) return;
      timer.unsubscribe();
      alarm = earliest;
      if (earliest !== undefined)
        timer = asyncScheduler.schedule(look, Math.min(Math.max(earliest - asyncScheduler.now(), 0), LONGEST_WAIT));
    };
    subscriber.add(() => timer.unsubscribe());
    subscriber.add(
      commands$.subscribe({
        next: (command) => {
          const now = asyncScheduler.now();
          const fallen = schedule.take(now); // what has fallen due before the command is not undone by it
          [...fallen, ...schedule.obey(command, now)].forEach((fact) => subscriber.next(fact));
          wait();
        },
        error: (cause) => subscriber.error(cause),
      }),
    );
  });

/** Node fires a timer above 2^31-1 ms at once, and clocks jump while hosts sleep: wait in short steps and look again. */
const LONGEST_WAIT = 30_000;
