import type { Fact, Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';
import { holds, type Reported } from './cluster.ts';

/** Whether this host leads, for who decides what runs on it. */
export interface Lead {
  /** Since when it does, by our own clock. */
  readonly since: Time | undefined;
  /** The newest answer, and when it was given last. */
  readonly answer: Reported | undefined;
  readonly at: Time;
  readonly hold: Duration;
}

/** Before anything is told: without a cluster nobody leads. */
export const unled: Lead = { since: undefined, answer: undefined, at: -1, hold: 0 };

/** Takes note of a fact that is heard at this moment. */
export function hearOfLead(lead: Lead, fact: Fact, now: Time): Lead {
  switch (fact.type) {
    case 'bosun.started':
      return unled;
    case 'targets.reported':
      return { ...lead, answer: fact, at: fact.at };
    case 'targets.unchanged':
      return { ...lead, at: fact.at };
    case 'leadership.changed':
      return { ...lead, since: fact.to === 'leader' ? (lead.since ?? now) : undefined, hold: fact.hold };
    default:
      return lead;
  }
}

/** Whether the newest answer is young enough for a run to begin. */
export const isFresh = ({ at, hold }: Lead, now: Time): boolean => holds({ at }, now, hold);

/** The answer that says just what the newest one says is told as that: most do, and they are long. */
export const isNews = ({ answer }: Lead, { instance, self, targets }: Reported): boolean =>
  answer === undefined || JSON.stringify([answer.instance, answer.self, answer.targets]) !== JSON.stringify([instance, self, targets]);
