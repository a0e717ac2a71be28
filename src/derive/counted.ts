import type { Time } from '../facts/fact.ts';
import type { Duration, Trigger } from '../facts/job.ts';
import type { Registration } from './registrations.ts';

/** How the due times of a job are counted. */
export interface Counted {
  readonly trigger: Trigger;
  /** Where its grid begins. */
  readonly phase: Time;
  /** Up to then its due times were told, or passed over on purpose. */
  readonly told: Time;
  /** Since when no container has it. */
  readonly left?: Time;
  /** It was bosun that was gone. */
  readonly away?: true;
  /** What fell due in this time, while this host led a cluster that it does not lead any more, is not run. */
  readonly owed?: { readonly from: Time; readonly to: Time };
}

export const afresh = ({ job: { trigger } }: Registration, now: Time): Counted => ({ trigger, phase: now, told: now });

/** However it is written: only another interval begins a new phase. */
export const goesOn = ({ trigger: was }: Counted, { job: { trigger: is } }: Registration): boolean =>
  was.type === 'interval' && is.type === 'interval'
    ? was.every === is.every && was.phase === is.phase
    : JSON.stringify(was) === JSON.stringify(is);

/** The jobs of a service are remembered for a day, those of a container that stands for itself as long as there is room: with its id, it will not come back as another. */
export const isKept = ({ left }: Counted, { service, container }: Registration, now: Time): boolean =>
  left === undefined || service === container.id || now - left <= PHASE_KEEP;

const PHASE_KEEP: Duration = 86_400_000;

/** Told by a clock that was wrong by more than a day, which is as good as never. */
export const believed = (counted: Counted, now: Time): Counted => (counted.told - now > PHASE_KEEP ? { ...counted, told: now } : counted);

/** Job ids are unique in a service: deck-chores joins their parts without anything between. */
export const keyOf = ({ service, job }: { readonly service: string; readonly job: { readonly id: string } }): string =>
  `${service}\n${job.id}`;
