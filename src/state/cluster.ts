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

/** How long an answer holds, and for how long answers must have said that a host leads before it does. */
export interface Limits {
  readonly hold: Duration;
  readonly takeover: Duration;
}

/** A cluster that nobody has asked about yet: where `hearOfTargets` begins. */
export const unasked: Cluster = { answer: undefined, since: undefined, reason: undefined };

/** Tells a cluster what was answered, or that nothing was. A host that has not taken over yet begins anew where it was not answered: what happened then it has not seen. */
export function hearOfTargets(cluster: Cluster, fact: TargetsFact, { hold, takeover }: Limits): Cluster {
  const { answer, since } = cluster;
  if (fact.type === 'targets.unreachable')
    return { answer, since: since !== undefined && fact.at - since >= takeover ? since : undefined, reason: fact.reason };
  const goesOn = answer !== undefined && holds(answer, fact.at, hold) && since !== undefined;
  return { answer: fact, since: healthy(fact.targets)[0] === fact.self ? (goesOn ? since : fact.at) : undefined, reason: undefined };
}

/** Whether an answer is young enough. One of the future is none: the clock was set back, and its age is not known. */
export const holds = ({ at }: { readonly at: Time }, now: Time, hold: Duration): boolean => now - at <= hold && at - now <= SET_BACK;

/** Milliseconds by which a clock may be set back unheeded. */
const SET_BACK = 1_000;
