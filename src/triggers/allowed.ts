import type { CronFields } from '../facts/job.ts';

export type FieldName = keyof CronFields;

/** The fields of a cron expression from left to right, and their least and greatest values: APScheduler 3's. */
export const ALLOWED: Readonly<Record<FieldName, readonly [number, number]>> = {
  year: [1970, 9999],
  month: [1, 12],
  day: [1, 31],
  week: [1, 53],
  day_of_week: [0, 6],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
};

export const FIELD_NAMES: readonly FieldName[] = ['year', 'month', 'day', 'week', 'day_of_week', 'hour', 'minute', 'second'];

export const MONTHS: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** From Monday, which is 0. */
export const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** What a field may hold, for people to read. */
export function allowed(name: FieldName): string {
  const numbers = ALLOWED[name].join('-');
  if (name === 'month') return `${numbers} or jan-dec`;
  if (name === 'day_of_week') return `${numbers} or mon-sun: monday is 0 and sunday is 6`;
  if (name === 'day') return `${numbers}, last, or 1st-5th or last with a weekday (2nd fri)`;
  return numbers;
}
