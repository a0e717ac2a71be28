import { CronExpressionParser } from 'cron-parser';
import type { NthOfMonth } from '../facts/job.ts';
import type { Fault } from './fault.ts';

export type CrontabName = (typeof CRONTAB_NAMES)[number];

/** The fields of a crontab's line from left to right, the first of which may be missing. */
export const CRONTAB_NAMES = ['second', 'minute', 'hour', 'day_of_month', 'month', 'day_of_week'] as const;

/** The values, Monday being 0, and the nth weekdays that an item of a list stands for. */
export interface CrontabItem {
  readonly values: readonly number[];
  readonly nth: readonly NthOfMonth[];
}

/** What cron-parser reads in an item of a field, or what is wrong with it. Its `H` is refused: which time that is would be left to chance. */
export function crontabItem(name: CrontabName, item: string): CrontabItem | Fault {
  const values = FORM.test(item) ? valuesOf(name, item) : undefined;
  if (!values)
    return { problem: `${name} ${item}, allowed ${ALLOWED[name]}${item.includes('-') ? ', from the smaller to the greater' : ''}` };
  const numbers = values.filter((value) => typeof value === 'number');
  const last = values.filter((value) => typeof value === 'string').map((value) => lastOf(value));
  if (name !== 'day_of_week') return { values: numbers, nth: last };
  const weekdays = [...new Set(numbers.map(fromMonday))];
  const [, nth] = item.split('#');
  return nth === undefined
    ? { values: weekdays, nth: last }
    : { values: [], nth: weekdays.map((weekday) => ({ nth: Number(nth), weekday })) };
}

const ALLOWED: Readonly<Record<CrontabName, string>> = {
  second: '0-59',
  minute: '0-59',
  hour: '0-23',
  day_of_month: '1-31 or L, the last',
  month: '1-12 or jan-dec',
  day_of_week: '0-7 or sun-sat: sunday is 0 or 7, 5#2 is the second friday, 5L the last',
};

/** `*`, `a`, `a-b`, each with or without a step; `L` of the month or of a weekday, `5#2`. */
const FORM = /^(?:(?:\*|(?:[a-z]{3}|\d+)(?:-(?:[a-z]{3}|\d+))?)(?:\/\d+)?|(?:[a-z]{3}|\d)(?:L|#[1-5])|L)$/i;

const FIELDS = {
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  day_of_month: 'dayOfMonth',
  month: 'month',
  day_of_week: 'dayOfWeek',
} as const;

/** Read alone, so that what is wrong is known to be in this item. */
function valuesOf(name: CrontabName, item: string): readonly (number | string)[] | undefined {
  const line = CRONTAB_NAMES.map((each) => (each === name ? item.toUpperCase() : '*')).join(' ');
  try {
    return CronExpressionParser.parse(line, { tz: 'UTC', currentDate: 0 }).fields[FIELDS[name]].values;
  } catch {
    return undefined;
  }
}

/** `L` is the last day of the month, `5L` its last Friday. */
const lastOf = (value: string): NthOfMonth =>
  value === 'L' ? { nth: 'last' } : { nth: 'last', weekday: fromMonday(Number(value.slice(0, 1))) };

/** Sunday is 0 or 7 there, 6 here. */
const fromMonday = (weekday: number): number => (weekday + 6) % 7;
