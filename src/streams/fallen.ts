import type { Registration } from '../derive/registrations.ts';
import type { RunFact, RunIdentity, Time } from '../facts/fact.ts';
import type { Duration, Trigger } from '../facts/job.ts';
import { next } from '../triggers/next.ts';

/**
 * What a job whose time has come tells: that it is due, once, for its latest time within the grace.
 * Times that were passed over (the host slept, its clock was set forward) are told as missed, in one fact for the first of them.
 */
export function fallen(plan: Plan, at: Time, now: Time, grace: Duration): readonly RunFact[] {
  const latest = latestWithin(plan, at, now, grace);
  const facts: RunFact[] = [];
  if (latest !== at) facts.push({ ...identity(plan.registration, at, now), type: 'run.missed', reason: PASSED_OVER });
  if (latest !== undefined) facts.push({ ...identity(plan.registration, latest, now), type: 'run.due' });
  return facts;
}

/** What a job's times are counted by. */
export interface Plan {
  readonly registration: Registration;
  readonly trigger: Trigger;
  readonly phase: Time;
}

const PASSED_OVER = 'its time went by unseen (the host slept or was too busy, or the clock was set forward)';

function latestWithin({ trigger, phase }: Plan, at: Time, now: Time, grace: Duration): Time | undefined {
  let latest = at >= now - grace ? at : undefined;
  let later = next(trigger, latest ?? now - grace - 1, phase);
  while (later !== undefined && later <= now) {
    latest = later;
    later = next(trigger, later, phase);
  }
  return latest;
}

function identity({ service, container, job }: Registration, due: Time, at: Time): RunIdentity {
  return { at, service, run: `${job.id}@${due}`, job: job.id, name: job.name, due, container: container.name };
}
