import type { Cron, Crontab } from '../../src/facts/job.ts';
import { parseCron } from '../../src/triggers/cron.ts';
import { parseCrontab } from '../../src/triggers/crontab.ts';
import { nextCron } from '../../src/triggers/next-cron.ts';

/** The trigger of an expression that the spec knows to be valid. */
export const cron = (text: string, timezone: string): Cron => {
  const parsed = parseCron(text, timezone);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.trigger;
};

export const crontab = (text: string, timezone: string): Crontab => {
  const parsed = parseCrontab(text, timezone);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.trigger;
};

/** The due times after `after`, one after the other. */
export function times(trigger: Cron | Crontab, after: number, { count = Infinity, until = Infinity }): readonly number[] {
  const found = [];
  for (let at = nextCron(trigger, after); at !== undefined && at <= until && found.length < count; at = nextCron(trigger, at))
    found.push(at);
  return found;
}

/** For a difference that people can read. */
export const iso = (all: readonly number[]) => all.map((at) => new Date(at).toISOString());
