import type { Time } from '../facts/fact.ts';
import type { Interval, Trigger } from '../facts/job.ts';
import { nextCron } from './next-cron.ts';

/** The first due time after `after`, undefined when there is none. An interval is due at `phase + k × every`, k ≥ 1, of its own phase if it has one; others have none. */
export function next(trigger: Trigger, after: Time, phase: Time = after): Time | undefined {
  switch (trigger.type) {
    case 'cron':
    case 'crontab':
      return nextCron(trigger, after);
    case 'date':
      return trigger.at > after ? trigger.at : undefined;
    case 'interval':
      return nextInterval(trigger, after, trigger.phase ?? phase);
  }
}

function nextInterval({ every }: Interval, after: Time, phase: Time): Time | undefined {
  if (!Number.isFinite(after - phase)) return undefined;
  const k = Math.max(1, Math.floor((after - phase) / every));
  return phase + k * every > after ? phase + k * every : phase + (k + 1) * every;
}
