import { asyncScheduler, Observable, Subscription } from 'rxjs';
import type { Command } from '../derive/commands.ts';
import type { Registration } from '../derive/registrations.ts';
import type { JobFact, RunFact, Time } from '../facts/fact.ts';
import type { Duration, Job, Trigger } from '../facts/job.ts';
import type { Run } from '../state/run.ts';
import { next } from '../triggers/next.ts';
import { fallen } from './fallen.ts';
import { timetable } from './timetable.ts';

/**
 * What is due, when it is due, and which run that waits has no grace left: one heap of times, one timer.
 * A job that moves keeps its place in it. Never early, never twice. A jitter puts off a run, and no due time.
 */
export const due = (commands$: Observable<Command>, grace: Duration, random: Random): Observable<DueFact> =>
  new Observable((subscriber) => {
    const schedule = agenda(grace, random);
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

/** What `due` tells. */
export type DueFact = RunFact | JobFact;

/** Chance: numbers from 0 on, below 1. */
export type Random = () => number;

interface Planned {
  readonly type: 'planned';
  /** When it is to be told: its due time and what its jitter puts it off. */
  at: Time | undefined;
  due: Time | undefined;
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
function agenda(grace: Duration, random: Random) {
  const times = timetable<Planned | Expiry>();
  const jobs = new Map<string, Planned>();

  /** Enters a job at its first due time after `after`, with the delay of that run. */
  const plan = (entry: Planned, after: Time) => {
    const { trigger, phase, registration } = entry;
    entry.due = next(trigger, after, phase);
    entry.at = entry.due === undefined ? undefined : entry.due + delay(registration.job, entry.due, phase, random);
    times.put(entry);
  };
  const enter = (registration: Registration, phase: Time, now: Time): readonly DueFact[] => {
    leave(registration);
    const entry: Planned = { type: 'planned', at: undefined, due: undefined, registration, trigger: registration.job.trigger, phase };
    jobs.set(keyOf(registration), entry);
    plan(entry, now);
    return entry.due === undefined ? [exhausted(registration, now)] : [];
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
    /** Tells of jobs that will never be due. */
    obey: (command: Command, now: Time): readonly DueFact[] => {
      switch (command.type) {
        case 'register':
          return enter(command.registration, now, now);
        case 'redefine': {
          const was = leave(command.registration);
          return enter(command.registration, was && sameGrid(was.trigger, command.registration.job.trigger) ? was.phase : now, now);
        }
        case 'move':
        case 'rename':
          amend(command.registration);
          return [];
        case 'pause':
        case 'resume':
          command.registrations.forEach(amend);
          return [];
        case 'unregister':
          leave(command.registration);
          return [];
        case 'wait':
          times.put({ type: 'expiry', at: command.run.due + command.run.delay + grace, run: command.run, service: command.service });
          return [];
        case 'start':
        case 'miss':
        case 'refuse':
        case 'report':
          return [];
      }
    },
    earliest: times.earliest,
    /** What has fallen due by now. */
    take: (now: Time): readonly DueFact[] => {
      const facts: DueFact[] = [];
      for (let entry = times.take(now); entry; entry = times.take(now)) {
        if (entry.type === 'expiry') facts.push(expired(entry, now));
        else {
          if (!entry.registration.paused && entry.due !== undefined)
            facts.push(...fallen(entry, entry.due, (entry.at ?? entry.due) - entry.due, now, grace));
          plan(entry, now);
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
  delay: run.delay,
  container: run.container,
});

const exhausted = ({ service, container, job }: Registration, at: Time): JobFact => ({
  type: 'job.exhausted',
  at,
  service,
  job: job.id,
  name: job.name,
  container: container.name,
  trigger: job.trigger,
});

/** Some of the jitter, but never up to the next due time. */
function delay({ trigger, jitter }: Job, due: Time, phase: Time, random: Random): Duration {
  if (jitter === 0) return 0;
  const following = next(trigger, due, phase) ?? Infinity;
  return Math.max(0, Math.min(Math.floor(random() * (jitter + 1)), following - due - 1));
}
