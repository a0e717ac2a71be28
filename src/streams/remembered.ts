import type { Registration } from '../derive/registrations.ts';
import type { Time } from '../facts/fact.ts';
import type { Duration, Trigger } from '../facts/job.ts';

/** How a job that left was counted, so that it goes on as before when it comes back. */
export interface Counted {
  readonly trigger: Trigger;
  readonly phase: Time;
  /** Until when its due times were told. */
  readonly left: Time;
}

/** The jobs that left, by service and job. */
export interface Remembered {
  readonly note: (registration: Registration, counted: Counted) => void;
  /** Gives what was noted, once, if the job is still counted likewise: only another interval begins a new phase. */
  readonly recall: (registration: Registration, now: Time) => Counted | undefined;
}

/** Those of a service are remembered for a day, those of a container that stands for itself as long as there is room: with its id, it will not come back as another. */
export function remembered(most: number = MOST): Remembered {
  const jobs = new Map<string, Counted>(); // the first left first
  return {
    note: (registration, counted) => {
      const key = keyOf(registration);
      jobs.delete(key);
      jobs.set(key, counted);
      for (const oldest of jobs.keys()) {
        if (jobs.size <= most) break;
        jobs.delete(oldest);
      }
    },
    recall: (registration, now) => {
      const key = keyOf(registration);
      const counted = jobs.get(key);
      jobs.delete(key);
      const kept = counted && (standsForItself(registration) || now - counted.left <= PHASE_KEEP);
      return kept && goesOn(counted, registration) ? counted : undefined;
    },
  };
}

/** Job ids are unique in a service: deck-chores joins their parts without anything between. */
export const keyOf = ({ service, job }: Pick<Registration, 'service' | 'job'>): string => `${service}\n${job.id}`;

/** However it is written. */
const goesOn = ({ trigger: was }: Counted, { job: { trigger: is } }: Registration): boolean =>
  was.type === 'interval' && is.type === 'interval' ? was.every === is.every : JSON.stringify(was) === JSON.stringify(is);

const standsForItself = ({ service, container }: Registration): boolean => service === container.id;

const PHASE_KEEP: Duration = 86_400_000;

/** Jobs. A few hundred bytes each. */
const MOST = 10_000;
