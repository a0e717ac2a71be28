import type { Counted } from '../derive/counted.ts';
import type { Registration } from '../derive/registrations.ts';
import type { JobFact, RunFact, RunIdentity, Time } from '../facts/fact.ts';
import type { Duration, Trigger } from '../facts/job.ts';
import { next } from '../triggers/next.ts';
import { delay, type Random } from './delay.ts';

/**
 * What a job whose time (and the delay of its jitter) has come tells: that it is due, once, for its latest time within the grace.
 * Times that were passed over (the host slept, its clock was set forward) are told as missed, in one fact for the first of them.
 */
export function fallen(plan: Plan, due: Time, delay: Duration, now: Time): readonly RunFact[] {
  const latest = latestWithin(plan, due, delay, now);
  const facts: RunFact[] = [];
  if (latest !== due)
    facts.push({
      ...identityAt(plan.registration, due, delay, now),
      type: 'run.missed',
      reason: PASSED_OVER,
      ...standingFor(plan, due, before(latest, now)),
    });
  if (latest !== undefined) facts.push({ ...identityAt(plan.registration, latest, latest === due ? delay : 0, now), type: 'run.due' });
  return facts;
}

/** What a job's times are counted by. */
export interface Plan {
  readonly registration: Registration;
  readonly trigger: Trigger;
  readonly phase: Time;
}

/** When a due time is, and with what its jitter puts it off. */
export interface Turn {
  readonly due: Time;
  readonly at: Time;
}

/** Of the due times of a job that was gone the latest one that is to be made up for, if there is any; the others are told as missed, in one fact for the first of them. */
export function returning(
  plan: Plan,
  { told, left, away, owed }: Counted,
  now: Time,
  random: Random,
): { missed: readonly RunFact[]; again?: Turn } {
  const { trigger, phase, registration } = plan;
  const { job, paused } = registration;
  const forgone = owed ? passed(plan, owed, `${away ? AWAY : UNATTENDED}, and then this host led no more`, now) : [];
  const first = told < now ? next(trigger, told, phase) : undefined;
  if (first === undefined || first > now) return { missed: forgone };
  const due = paused ? undefined : latestBetween(plan, Math.max(told, now - job.grace - job.jitter - 1), now);
  const at = due === undefined ? -Infinity : due + delay(job, due, phase, random, now - due); // which was drawn before is not known
  const again = due !== undefined && at >= now - job.grace ? { due, at } : undefined;
  const reason = `${away && first <= (left ?? now) ? AWAY : UNATTENDED}${again ? MADE_UP_FOR : paused ? PAUSED : TOO_LATE}`;
  const missed = passed(plan, { from: told, to: before(again?.due, now) }, reason, now);
  return { missed: [...forgone, ...missed], ...(again ? { again } : {}) };
}

/** One fact for all due times after `from`, up to `to`, if there are any. */
function passed(plan: Plan, { from, to }: { readonly from: Time; readonly to: Time }, reason: string, now: Time): readonly RunFact[] {
  const first = next(plan.trigger, from, plan.phase);
  if (first === undefined || first > to) return [];
  return [{ ...identityAt(plan.registration, first, 0, now), type: 'run.missed', reason, ...standingFor(plan, first, to) }];
}

/** Up to where a fact for several due times stands for them: before the one that is told by itself. */
const before = (due: Time | undefined, now: Time): Time => (due === undefined ? now : due - 1);

/** Of a fact for the first of several due times. */
function standingFor({ trigger, phase }: Plan, first: Time, through: Time): { readonly through?: Time } {
  const second = next(trigger, first, phase);
  return second !== undefined && second <= through ? { through } : {};
}

const AWAY = 'bosun was not running then';
const TOO_LATE = ', nor soon enough';
const PAUSED = ', and its container is paused now';
const MADE_UP_FOR = '; it runs for a later due time';

const UNATTENDED = 'no container of its service was running then';

const PASSED_OVER = 'its time went by unseen (the host slept or was too busy, or the clock was set forward)';

function latestWithin(plan: Plan, due: Time, delay: Duration, now: Time): Time | undefined {
  const { grace } = plan.registration.job;
  return latestBetween(plan, Math.max(due, now - grace - 1), now) ?? (due + delay >= now - grace ? due : undefined);
}

/** The latest due time after `after`, and not after `now`. */
function latestBetween({ trigger, phase }: Pick<Plan, 'trigger' | 'phase'>, after: Time, now: Time): Time | undefined {
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
