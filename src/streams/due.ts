import { asyncScheduler, Observable, Subscription } from 'rxjs';
import type { Command } from '../derive/commands.ts';
import type { Registration } from '../derive/registrations.ts';
import type { RunFact, Time } from '../facts/fact.ts';
import type { Duration, Trigger } from '../facts/job.ts';
import type { Run } from '../state/run.ts';
import { next } from '../triggers/next.ts';
import { fallen } from './fallen.ts';
import { timetable } from './timetable.ts';

/**
 * What is due, when it is due, and which run that waits has no grace left: one heap of times, one timer.
 * A job that moves keeps its place in it. Never early, never twice.
 */
export const due = (commands$: Observable<Command>, grace: Duration): Observable<RunFact> =>
  new Observable((subscriber) => {
    const schedule = agenda(grace);
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
          schedule.obey(command, now);
          fallen.forEach((fact) => subscriber.next(fact));
          wait();
        },
        error: (cause) => subscriber.error(cause),
      }),
    );
  });

/** Node fires a timer above 2^31-1 ms at once, and clocks jump while hosts sleep: wait in short steps and look again. */
const LONGEST_WAIT = 30_000;

interface Planned {
  readonly type: 'planned';
  at: Time | undefined;
  registration: Registration;
  /** What its times are counted by: those of the registration, or until it is redefined those of another container's. */
  readonly trigger: Trigger;
  readonly phase: Time;
}

interface Expiry {
  readonly type: 'expiry';
  at: Time | undefined;
  readonly run: Run;
  readonly service: string;
}

/** The times of all jobs and of the runs that wait, kept by commands. */
function agenda(grace: Duration) {
  const times = timetable<Planned | Expiry>();
  const jobs = new Map<string, Planned>();

  const enter = (registration: Registration, phase: Time, now: Time) => {
    leave(registration);
    const { trigger } = registration.job;
    const entry: Planned = { type: 'planned', at: next(trigger, now, phase), registration, trigger, phase };
    jobs.set(keyOf(registration), entry);
    times.put(entry);
  };
  const leave = (registration: Registration): Planned | undefined => {
    const entry = jobs.get(keyOf(registration));
    if (entry) times.drop(entry);
    jobs.delete(keyOf(registration));
    return entry;
  };
  const amend = (registration: Registration) => {
    const entry = jobs.get(keyOf(registration));
    if (entry) entry.registration = registration;
  };
  return {
    obey: (command: Command, now: Time): void => {
      switch (command.type) {
        case 'register':
          return enter(command.registration, now, now);
        case 'redefine': {
          const was = leave(command.registration);
          return enter(command.registration, was && sameGrid(was.trigger, command.registration.job.trigger) ? was.phase : now, now);
        }
        case 'move':
        case 'rename':
          return amend(command.registration);
        case 'pause':
        case 'resume':
          return command.registrations.forEach(amend);
        case 'unregister':
          return void leave(command.registration);
        case 'wait':
          return times.put({ type: 'expiry', at: command.run.due + grace, run: command.run, service: command.service });
        case 'start':
        case 'miss':
        case 'refuse':
        case 'report':
          return;
      }
    },
    earliest: times.earliest,
    /** What has fallen due by now. */
    take: (now: Time): readonly RunFact[] => {
      const facts: RunFact[] = [];
      for (let entry = times.take(now); entry; entry = times.take(now)) {
        if (entry.type === 'expiry') facts.push(expired(entry, now));
        else {
          if (!entry.registration.paused) facts.push(...fallen(entry, entry.at ?? now, now, grace));
          entry.at = next(entry.trigger, now, entry.phase);
          times.put(entry);
        }
      }
      return facts;
    },
  };
}

/** Job ids are unique in a service: deck-chores joins their parts without anything between. */
const keyOf = ({ service, job }: Registration): string => `${service}\n${job.id}`;

/** Only a changed interval starts a new phase. */
const sameGrid = (was: Trigger, is: Trigger): boolean => was.type === 'interval' && is.type === 'interval' && was.every === is.every;

const expired = ({ run, service }: Expiry, at: Time): RunFact => ({
  type: 'run.expired',
  at,
  service,
  run: run.id,
  job: run.job,
  name: run.name,
  due: run.due,
  container: run.container,
});
