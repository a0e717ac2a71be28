import type { Target } from '../../facts/targets.ts';
import type { Duration } from '../../facts/job.ts';

/** A classic load balancer, or a target group of any of the newer ones. */
export interface Balancer {
  readonly kind: 'elb' | 'alb';
  readonly name: string;
}

/** How AWS is asked. What is undefined is found as the SDK finds it. */
export interface AwsSettings {
  /** For one attempt of one call. */
  readonly timeout: Duration;
  readonly retries: number;
  readonly region: string | undefined;
  /** The address of the load balancing API, for a VPC endpoint or a simulated AWS. */
  readonly endpoint: string | undefined;
  /** Hears what only somebody who looks for a fault wants to know. */
  readonly debug: (message: string) => void;
}

/** The targets of a balancer, and what they name an instance by. */
export interface Described {
  readonly by: 'id' | 'address';
  readonly targets: readonly Target[];
}

/** A client of AWS that asks for the targets of one balancer, as often as it is told to. */
export interface Client {
  /** `left` says that nobody waits any longer, which ends its calls. */
  readonly described: (left: AbortSignal) => Promise<Described>;
  /** Closes its connections. */
  readonly close: () => void;
}
