import type { Command } from '../derive/commands.ts';
import { keyOf, type Counted } from '../derive/counted.ts';
import type { Registration } from '../derive/registrations.ts';
import type { JobFact, RunFact, Time } from '../facts/fact.ts';
import type { ListFact } from '../facts/standing.ts';
import type { Trigger } from '../facts/job.ts';
import { identityOf } from '../state/run.ts';
import { next } from '../triggers/next.ts';
import { delay, type Random } from './delay.ts';
import { exhausted, fallen, identityAt, returning } from './fallen.ts';
import { timetable } from './timetable.ts';
import { waits, type Expiry } from './waits.ts';

/** The times of all jobs, and of the runs that wait: kept by commands, and asked what has fallen due. */
export interface Agenda {
  /** Tells of jobs that will never be due, of runs that a jitter puts off no longer, and how jobs stand. */
  readonly obey: (command: Command, now: Time) => readonly DueFact[];
  /** What has fallen due by now. */
  readonly take: (now: Time) => readonly DueFact[];
  /** When there is something to take next. */
  readonly earliest: () => Time | undefined;
}

/** What `due` tells. */
export type DueFact = RunFact | JobFact | Extract<ListFact, { type: 'jobs.listed' }>;

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

export function agenda(random: Random): Agenda {
  const times = timetable<Planned | Expiry>();
  const jobs = new Map<string, Planned>();
  const waiting = waits(times);

  /** Enters a job at its first due time after `after`, with the delay of that run. */
  const plan = (entry: Planned, after: Time) => {
    const { trigger, phase, registration } = entry;
    entry.due = next(trigger, after, phase);
    entry.at = entry.due === undefined ? undefined : entry.due + delay(registration.job, entry.due, phase, random);
    times.put(entry);
  };
  /** Tells where no due time is left. */
  const planned = (entry: Planned, after: Time): readonly DueFact[] => {
    plan(entry, after);
    return entry.due === undefined ? [exhausted(entry.registration, after)] : [];
  };
  /** A run in its jitter is told to be due now: what happens to its job next would drop it without a line. */
  const cutShort = (entry: Planned, now: Time): readonly DueFact[] => {
    const { due, registration } = entry;
    if (due === undefined || due > now || registration.paused) return [];
    times.drop(entry);
    plan(entry, now);
    return [{ ...identityAt(registration, due, now - due, now), type: 'run.due' }];
  };
  /** Of the due times that were not told, the latest that is within the grace is made up for. */
  const enter = (registration: Registration, counted: Counted, now: Time): readonly DueFact[] => {
    const { trigger } = registration.job;
    const entry: Planned = { type: 'planned', at: undefined, due: undefined, registration, trigger, phase: counted.phase };
    jobs.set(keyOf(registration), entry);
    const { missed, again } = returning(entry, counted, now, random);
    if (!again) return [...missed, ...planned(entry, Math.max(now, counted.told))]; // a clock that was set back tells nothing twice
    Object.assign(entry, again);
    times.put(entry);
    return missed;
  };
  const leave = (registration: Registration, now: Time): readonly DueFact[] => {
    const entry = jobs.get(keyOf(registration));
    if (!entry) return [];
    const left = cutShort(entry, now);
    times.drop(entry);
    jobs.delete(keyOf(registration));
    return left;
  };
  const amend = (registration: Registration, now: Time): readonly DueFact[] => {
    const entry = jobs.get(keyOf(registration));
    if (!entry) return [];
    const left = registration.paused ? cutShort(entry, now) : [];
    const isResumed = entry.registration.paused && !registration.paused;
    entry.registration = registration;
    if (isResumed && entry.due !== undefined && entry.due <= now) {
      times.drop(entry); // in its jitter: it fell due in the pause
      plan(entry, now);
    }
    return left;
  };
  const redefine = (registration: Registration, counted: Counted, now: Time): readonly DueFact[] => {
    const entry = jobs.get(keyOf(registration));
    if (entry && JSON.stringify(entry.trigger) === JSON.stringify(registration.job.trigger)) return amend(registration, now);
    return [...leave(registration, now), ...enter(registration, { ...counted, told: now }, now)];
  };
  return {
    obey: (command, now) => {
      switch (command.type) {
        case 'register':
          return enter(command.registration, command.counted, now);
        case 'redefine':
          return redefine(command.registration, command.counted, now);
        case 'move':
        case 'rename':
          return amend(command.registration, now);
        case 'pause':
        case 'resume':
          return command.registrations.flatMap((registration) => amend(registration, now));
        case 'unregister':
          return leave(command.registration, now);
        case 'wait':
          waiting.begin(command.run, command.service);
          return [];
        case 'start':
          waiting.end(command.run, command.registration.service);
          return [];
        case 'miss':
        case 'refuse':
          waiting.end(command.run, command.service);
          return [];
        case 'leave':
          return [...jobs.values()].flatMap((entry) => cutShort(entry, now));
        case 'list':
          return [{ type: 'jobs.listed', at: now, jobs: command.jobs.map((job) => ({ ...job, next: jobs.get(keyOf(job))?.at })) }];
        case 'follow':
        case 'end':
        case 'report':
          return [];
      }
    },
    take: (now) => {
      const facts: DueFact[] = [];
      for (let entry = times.take(now); entry; entry = times.take(now)) {
        if (entry.type === 'expiry') {
          waiting.over(entry);
          facts.push({ ...identityOf(entry.run, entry.service, now), type: 'run.expired' });
        } else {
          if (!entry.registration.paused && entry.due !== undefined)
            facts.push(...fallen(entry, entry.due, (entry.at ?? entry.due) - entry.due, now));
          plan(entry, now);
        }
      }
      return facts;
    },
    earliest: times.earliest,
  };
}
