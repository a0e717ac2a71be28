import type { Time } from '../facts/fact.ts';
import type { TargetsFact } from '../facts/targets.ts';
import type { Duration } from '../facts/job.ts';
import { healthy } from './healthy.ts';

/** What a host knows of the pool that it belongs to, from its own answers alone. */
export interface Cluster {
  /** The newest answer. */
  readonly answer: Reported | undefined;
  /** Since when its answers have said that it leads, one after the other. */
  readonly since: Time | undefined;
  /** Why there was no answer when it was asked last. */
  readonly reason: string | undefined;
}

export type Reported = Extract<TargetsFact, { type: 'targets.reported' }>;

/** By what a host goes. */
export interface Limits {
  /** How much time there is from one question to the next, at most. */
  readonly poll: Duration;
  /** How long an answer holds, from its question on. */
  readonly hold: Duration;
  /** For how long answers must have said that a host leads before it does, from question to question. */
  readonly takeover: Duration;
}

/** A cluster that nobody has asked about yet: where `hearOfTargets` begins. */
export const unasked: Cluster = { answer: undefined, since: undefined, reason: undefined };

/** Tells a cluster what was answered, or that nothing was. A host that has not taken over yet begins anew where it was not answered, or did not ask in time: what happened then it has not seen. */
export function hearOfTargets(cluster: Cluster, fact: TargetsFact, { poll, hold, takeover }: Limits): Cluster {
  const { answer, since } = cluster;
  if (fact.type === 'targets.unreachable')
    return { answer, since: hasTakenOver(cluster, takeover) ? since : undefined, reason: fact.reason };
  const goesOn = answer !== undefined && holds(answer, fact.at, hasTakenOver(cluster, takeover) ? hold : Math.min(hold, 2 * poll));
  return {
    answer: fact,
    since: healthy(fact.targets)[0] === fact.self ? ((goesOn ? since : undefined) ?? fact.at) : undefined,
    reason: undefined,
  };
}

/** Whether its answers have said for long enough that it leads: the newest one too, and not just until it came. */
export const hasTakenOver = ({ answer, since }: Cluster, takeover: Duration): boolean =>
  answer !== undefined && since !== undefined && answer.at - since >= takeover;

/** Whether an answer is young enough. One of the future is none: the clock was set back, and its age is not known. */
export const holds = ({ at }: { readonly at: Time }, now: Time, hold: Duration): boolean => now - at <= hold && at - now <= SET_BACK;

/** Milliseconds by which a clock may be set back unheeded. */
const SET_BACK = 1_000;
