import type { Time } from './fact.ts';
import type { Duration } from './job.ts';

/**
 * What a load balancer says of its targets, or that it says nothing: no answer is neither "leads" nor "does not lead".
 * `at` is when it was asked, by our own clock: what it says is never older than that.
 */
export type TargetsFact =
  | {
      readonly type: 'targets.reported';
      readonly at: Time;
      /** The instance that asked. */
      readonly instance: string;
      /** How its targets name that instance: by its id, or by its private address. */
      readonly self: string;
      readonly targets: readonly Target[];
    }
  /** `throttled`: it is asked too often. */
  | { readonly type: 'targets.unreachable'; readonly at: Time; readonly reason: string; readonly throttled?: true };

/** What follows from what the load balancer says, for a host that may run the jobs that only one host runs. */
export type ClusterFact =
  /** What the store makes of a `targets.reported` that says just what the one before it said. */
  { readonly type: 'targets.unchanged'; readonly at: Time } | LeadershipFact;

/** Whether this host leads, as of now, and why: told whenever that changes, or the first of the targets, or whether AWS answers. */
export interface LeadershipFact {
  readonly type: 'leadership.changed';
  readonly at: Time;
  readonly to: Leadership;
  /** The newest answer, in short; none yet where it is missing. */
  readonly answer?: {
    /** When it was asked for. */
    readonly at: Time;
    /** How the targets name this host. */
    readonly self: string;
    readonly isTarget: boolean;
    /** The first of the healthy targets, if there is one. */
    readonly first?: string;
    readonly healthy: number;
    readonly targets: number;
  };
  /** It leads with the first answer that is asked for then or later, if that does not change. */
  readonly from?: Time;
  /** How long an answer holds. */
  readonly hold: Duration;
  /** Why AWS did not answer when it was asked last. */
  readonly reason?: string;
}

/** What a host knows of itself: no answer is neither of the others. */
export type Leadership = 'leader' | 'follower' | 'unknown';

/** A target, once for each port it is registered with, and its state in the words of AWS (`InService`, `healthy`, `draining`, …). */
export interface Target {
  readonly id: string;
  readonly state: string;
  readonly healthy: boolean;
}
