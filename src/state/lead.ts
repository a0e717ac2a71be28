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
  const { since, answer, at, hold } = lead;
  const until = since === undefined ? lead.until : now; // if it ends now
  switch (fact.type) {
    case 'bosun.started':
      return until === undefined ? unled : { ...unled, until };
    case 'targets.reported':
      return { since, until: lead.until, answer: fact, at: fact.at, hold };
    case 'targets.unchanged':
      return { since, until: lead.until, answer, at: fact.at, hold };
    case 'leadership.changed':
      if (fact.to === 'leader') return { since: since ?? now, until: lead.until, answer, at, hold: fact.hold };
      return { since: undefined, until, answer, at, hold: fact.hold };
    default:
      return lead;
  }
}

/** Whether the newest answer is young enough for a run to begin. */
export const isFresh = ({ at, hold }: Lead, now: Time): boolean => holds({ at }, now, hold);

/** The answer that says just what the newest one says is told as that: most do, and they are long. */
export const isNews = ({ answer }: Lead, { instance, self, targets }: Reported): boolean =>
  answer === undefined || JSON.stringify([answer.instance, answer.self, answer.targets]) !== JSON.stringify([instance, self, targets]);
