import * as z from 'zod/mini';
import type { Duration } from '../facts/job.ts';
import { duration, refuse, text } from '../labels/text.ts';
import type { Balancer } from './aws/balancer.ts';

/** Whose first healthy instance runs the jobs of the cluster, and how that is found out. */
export interface ClusterSettings {
  readonly balancer: Balancer;
  /** From one question to the next, at most. */
  readonly poll: Duration;
  /** How old an answer may be that still says that this host leads. */
  readonly hold: Duration;
  /** For how long answers must have said that this host leads before it runs anything. */
  readonly takeover: Duration;
}

const DAY = [86_400_000, '1d'] as const;

const Durations = z.object({
  CLUSTER_POLL: z._default(duration([1_000, '1s'], [3_600_000, '1h']), 15_000),
  CLUSTER_HOLD: z._default(duration([1_000, '1s'], DAY), 60_000),
  CLUSTER_TAKEOVER: z.optional(duration([0, '0s'], DAY)),
});

export const ClusterVariables = z.object({ CLUSTER: z.optional(text(balancer)), ...Durations.shape });

/** What the variables say of the cluster, none where no balancer is named, and what is odd about them; or every fault in one go. */
export function readCluster(
  environment: Readonly<Record<string, string | undefined>>,
): { cluster: ClusterSettings | undefined; warnings: readonly string[] } | { faults: readonly string[] } {
  const read = ClusterVariables.safeParse(environment);
  const durations = Durations.safeParse(environment);
  const faults = [
    ...(read.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []),
    ...(environment.CLUSTER !== undefined && durations.success ? tooShort(durations.data) : []),
  ];
  if (!read.success || faults.length > 0) return { faults };
  const { CLUSTER, CLUSTER_POLL: poll, CLUSTER_HOLD: hold, CLUSTER_TAKEOVER: takeover = hold + poll } = read.data;
  if (!CLUSTER) return { cluster: undefined, warnings: vain(environment) };
  const warnings = [...(takeover < hold + poll ? [hasty(takeover, hold + poll)] : []), ...(hold < 2 * poll ? [tight(hold, poll)] : [])];
  return { cluster: { balancer: CLUSTER, poll, hold, takeover }, warnings };
}

function balancer(given: string): Balancer {
  const [, kind, name] = /^\s*(elb|alb):([^\s:/]+)\s*$/.exec(given) ?? [];
  if ((kind === 'elb' || kind === 'alb') && name !== undefined) return { kind, name };
  return refuse(`"${given}", allowed elb:NAME of a classic load balancer and alb:NAME of a target group`);
}

const tooShort = ({ CLUSTER_POLL: poll, CLUSTER_HOLD: hold }: z.output<typeof Durations>): readonly string[] =>
  hold > poll
    ? []
    : [`CLUSTER_HOLD: ${seconds(hold)}, allowed more than CLUSTER_POLL (${seconds(poll)}), or each answer is too old before the next one`];

const hasty = (takeover: Duration, safe: Duration): string =>
  `CLUSTER_TAKEOVER: with ${seconds(takeover)}, less than CLUSTER_HOLD and CLUSTER_POLL together (${seconds(safe)}), two hosts can lead at the same time when the leader changes`;

const tight = (hold: Duration, poll: Duration): string =>
  `CLUSTER_HOLD: with ${seconds(hold)}, less than twice CLUSTER_POLL (${seconds(poll)}), one late or missing answer ends the lead`;

const vain = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.keys(Durations.shape)
    .filter((name) => environment[name] !== undefined)
    .map((name) => `${name}: has no effect without CLUSTER`);

const seconds = (duration: Duration): string => `${duration / 1_000} s`;

/** Whom bosun asks, as it says at its start. */
export const clusterNews = ({ balancer: { kind, name }, poll, hold, takeover }: ClusterSettings): string =>
  `Which host leads is asked of ${kind}:${name} every ${seconds(poll)}: an answer holds for ${seconds(hold)}, a takeover takes ${seconds(takeover)}.`;
