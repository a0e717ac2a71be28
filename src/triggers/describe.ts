import type { Time } from '../facts/fact.ts';
import type { DateTrigger, Trigger } from '../facts/job.ts';
import { parseDate } from './date.ts';
import { describeDays } from './describe-days.ts';
import { describeDuration } from './describe-duration.ts';
import { describeTimes } from './describe-times.ts';
import { segment } from './segment.ts';

/** What a trigger means in plain words, the same only for triggers that are due at the same times: `at 01:00 every Sunday, Europe/Berlin`. */
export function describe(trigger: Trigger): string {
  switch (trigger.type) {
    case 'cron':
    case 'crontab': {
      const times = describeTimes(trigger.fields);
      const days = describeDays(trigger.fields);
      if (times.isClock) return `at ${times.words} ${days ?? 'every day'}, ${trigger.timezone}`;
      return [times.words, ...(days === undefined ? [] : [days]), trigger.timezone].join(', ');
    }
    case 'date':
      return `once, at ${wallTime(trigger)}, ${trigger.timezone}`;
    case 'interval':
      return `every ${describeDuration(trigger.every)}`;
  }
}

/** As it is written in a label; with the offset from UTC where it would else be read as another instant: in the second pass of an hour. */
function wallTime({ at, timezone }: DateTrigger): string {
  const offset = segment(timezone, at)?.offset ?? 0;
  const wall = iso(at + offset);
  const read = parseDate(wall, timezone);
  if ('trigger' in read && read.trigger.at === at) return wall;
  return `${wall}${offset < 0 ? '-' : '+'}${iso(Math.abs(offset)).slice(11, 16)}`;
}

const iso = (time: Time): string =>
  new Date(time)
    .toISOString()
    .replace('T', ' ')
    .replace(/(?:\.000)?Z$/, '');
