import type { Time } from '../facts/fact.ts';
import type { Leadership, LeadershipFact, TargetsFact } from '../facts/targets.ts';
import { hasTakenOver, hearOfTargets, holds, unasked, type Cluster, type Limits } from '../state/cluster.ts';
import { healthy } from '../state/healthy.ts';

export { healthy } from '../state/healthy.ts';

/** Whether a host leads at this moment: its answers have said so for the takeover, and the newest one holds. Where none holds nobody knows. */
export function leadership(cluster: Cluster, now: Time, { hold, takeover }: Limits): Leadership {
  if (!cluster.answer || !holds(cluster.answer, now, hold)) return 'unknown';
  return hasTakenOver(cluster, takeover) ? 'leader' : 'follower';
}

/** When leadership is not known any more if nothing is heard until then. */
export const changesAt = (cluster: Cluster, now: Time, limits: Limits): Time | undefined =>
  cluster.answer && leadership(cluster, now, limits) !== 'unknown' ? cluster.answer.at + limits.hold + 1 : undefined;

/** Leadership at this moment, and why it is so. */
export function standing(cluster: Cluster, now: Time, limits: Limits): LeadershipFact {
  const { answer, since, reason } = cluster;
  const to = leadership(cluster, now, limits);
  return {
    type: 'leadership.changed',
    at: now,
    to,
    hold: limits.hold,
    ...(answer ? { answer: short(answer) } : {}),
    ...(to === 'follower' && since !== undefined ? { from: since + limits.takeover } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

function short({ at, self, targets }: NonNullable<Cluster['answer']>): NonNullable<LeadershipFact['answer']> {
  const order = healthy(targets);
  const [first] = order;
  const all = new Set(targets.map(({ id }) => id));
  return { at, self, isTarget: all.has(self), ...(first === undefined ? {} : { first }), healthy: order.length, targets: all.size };
}

/** Whether the instance that asked once is the first of the healthy ones. Where none is healthy nobody leads; without an answer nobody knows. */
export const mastership = (fact: TargetsFact): Leadership => leadership(hearOfTargets(unasked, fact, AT_ONCE), fact.at, AT_ONCE);

const AT_ONCE: Limits = { poll: Infinity, hold: Infinity, takeover: 0 };
