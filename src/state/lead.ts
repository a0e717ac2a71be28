import type { Fact, Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';
import { holds, type Reported } from './cluster.ts';

/** Whether this host leads, for who decides what runs on it. */
export interface Lead {
  /** Since when it does, by our own clock. */
  readonly since: Time | undefined;
  /** When it ceased to lead last, if it ever did. */
  readonly until: Time | undefined;
  /** The newest answer, and when it was given last. */
  readonly answer: Reported | undefined;
  readonly at: Time;
  readonly hold: Duration;
}

/** Before anything is told: without a cluster nobody leads. */
export const unled: Lead = { since: undefined, until: undefined, answer: undefined, at: -1, hold: 0 };

/** Takes note of a fact that is heard at this moment. */
export function hearOfLead(lead: Lead, fact: Fact, now: Time): Lead {
  switch (fact.type) {
    case 'bosun.started':
      return ended(lead, now) === undefined ? unled : { ...unled, until: ended(lead, now) };
    case 'targets.reported':
      return of(lead, { answer: fact, at: fact.at });
    case 'targets.unchanged':
      return of(lead, { at: fact.at });
    case 'leadership.changed':
      return fact.to === 'leader'
        ? of(lead, { since: lead.since ?? now, hold: fact.hold })
        : of(lead, { since: undefined, until: ended(lead, now), hold: fact.hold });
    default:
      return lead;
  }
}

/** When it led last, if it leads no more from now on. */
const ended = ({ since, until }: Lead, now: Time): Time | undefined => (since === undefined ? until : now);

/** In one order, whatever is new: a snapshot that was read lacks what is undefined. */
function of(lead: Lead, news: Partial<Lead>): Lead {
  const { since, until, answer, at, hold } = { ...lead, ...news };
  return { since, until, answer, at, hold };
}

/** Whether the newest answer is young enough for a run to begin. */
export const isFresh = ({ at, hold }: Lead, now: Time): boolean => holds({ at }, now, hold);

/** The answer that says just what the newest one says is told as that: most do, and they are long. */
export const isNews = ({ answer }: Lead, { instance, self, targets }: Reported): boolean =>
  answer === undefined || JSON.stringify([answer.instance, answer.self, answer.targets]) !== JSON.stringify([instance, self, targets]);
