import type { Trigger } from '../facts/job.ts';
import { parseCron } from './cron.ts';
import { parseCrontab } from './crontab.ts';
import { parseDate } from './date.ts';
import type { Fault } from './fault.ts';
import { parseInterval } from './interval.ts';

/** The trigger that a text of this kind describes, or what is wrong with it: field, given, allowed. An interval has no time zone. */
export function parseTrigger(
  kind: Trigger['type'],
  text: string,
  { timezone = 'UTC' }: { readonly timezone?: string } = {},
): { readonly trigger: Trigger } | { readonly problem: { readonly message: string } } {
  if (!Object.hasOwn(PARSE, kind)) return { problem: { message: `kind ${kind}, allowed ${Object.keys(PARSE).join(', ')}` } };
  const parsed = PARSE[kind](text, timezone);
  return 'problem' in parsed ? { problem: { message: parsed.problem } } : parsed;
}

const PARSE: Readonly<Record<Trigger['type'], (text: string, timezone: string) => { readonly trigger: Trigger } | Fault>> = {
  cron: parseCron,
  crontab: parseCrontab,
  date: parseDate,
  interval: parseInterval,
};
