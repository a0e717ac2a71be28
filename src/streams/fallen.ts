import type { Registration } from '../derive/registrations.ts';
import type { JobFact, RunFact, RunIdentity, Time } from '../facts/fact.ts';
import type { Duration, Trigger } from '../facts/job.ts';
import { next } from '../triggers/next.ts';

/**
 * What a job whose time (and the delay of its jitter) has come tells: that it is due, once, for its latest time within the grace.
 * Times that were passed over (the host slept, its clock was set forward) are told as missed, in one fact for the first of them.
 */
export function fallen(plan: Plan, due: Time, delay: Duration, now: Time): readonly RunFact[] {
  const latest = latestWithin(plan, due, delay, now);
  const facts: RunFact[] = [];
  if (latest !== due) facts.push({ ...identityAt(plan.registration, due, delay, now), type: 'run.missed', reason: PASSED_OVER });
  if (latest !== undefined) facts.push({ ...identityAt(plan.registration, latest, latest === due ? delay : 0, now), type: 'run.due' });
  return facts;
}

/** What a job's times are counted by. */
export interface Plan {
  readonly registration: Registration;
  readonly trigger: Trigger;
  readonly phase: Time;
}

/** The times of a job that was gone from `left` to `now`, told as missed in one fact for the first of them. */
export function unattended(plan: Plan, left: Time, now: Time): readonly RunFact[] {
  const due = left < now ? next(plan.trigger, left, plan.phase) : undefined;
  return due === undefined || due > now ? [] : [{ ...identityAt(plan.registration, due, 0, now), type: 'run.missed', reason: UNATTENDED }];
}

const UNATTENDED = 'no container of its service was running then, nor soon enough';

const PASSED_OVER = 'its time went by unseen (the host slept or was too busy, or the clock was set forward)';

function latestWithin(plan: Plan, due: Time, delay: Duration, now: Time): Time | undefined {
  const { grace } = plan.registration.job;
  return latestBetween(plan, Math.max(due, now - grace - 1), now) ?? (due + delay >= now - grace ? due : undefined);
}

/** The latest due time after `after`, and not after `now`. */
export function latestBetween({ trigger, phase }: Pick<Plan, 'trigger' | 'phase'>, after: Time, now: Time): Time | undefined {
  let latest: Time | undefined;
  let later = after < now ? next(trigger, after, phase) : undefined;
  while (later !== undefined && later <= now) {
    latest = later;
    later = next(trigger, later, phase);
  }
  return latest;
}

/** Which run a job's due time is. */
export function identityAt({ service, container, job }: Registration, due: Time, delay: Duration, at: Time): RunIdentity {
  return {
    at,
    service,
    run: `${job.id}@${due}`,
    job: job.id,
    name: job.name,
    due,
    delay,
    until: due + delay + job.grace,
    container: container.name,
  };
}

/** That a job has no due time left. */
export const exhausted = ({ service, container, job }: Registration, at: Time): JobFact => ({
  type: 'job.exhausted',
  at,
  service,
  job: job.id,
  name: job.name,
  container: container.name,
  trigger: job.trigger,
});
