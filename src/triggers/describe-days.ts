import type { CronFields, NthOfMonth } from '../facts/job.ts';
import { ALLOWED } from './allowed.ts';
import { among, listed, valuesOf } from './listed.ts';

/** The days that match: `every Sunday`, `on the last Friday of January, only in 2028`; undefined when all do. */
export function describeDays(fields: CronFields): string | undefined {
  const [months, weeks, years] = [
    valuesOf(fields.month, ALLOWED.month),
    valuesOf(fields.week, ALLOWED.week),
    valuesOf(fields.year, ALLOWED.year),
  ];
  const weekdays = valuesOf(fields.day_of_week, ALLOWED.day_of_week);
  const dates = datesOf(fields.day, months);
  const days = dates ?? (weekdays && everyOf(weekdays)) ?? 'every day';
  const inMonths = months && dates === undefined ? ` in ${listed(months, monthName)}` : '';
  const conditions = [
    ...(dates !== undefined && weekdays ? [`only on ${among(weekdays.map((weekday) => `${weekdayName(weekday)}s`))}`] : []),
    ...(weeks ? [`only in ISO week${weeks.length === 1 ? '' : 's'} ${listed(weeks)}`] : []),
    ...(years ? [`only in ${years.length === 1 ? '' : 'the years '}${listed(years)}`] : []),
  ];
  const words = [`${days}${inMonths}`, ...conditions].join(', ');
  return words === 'every day' ? undefined : words;
}

/** `on days 1 and 15 and the last day of every month`, `on 1 January`; undefined when there is nothing asked of the day of the month. */
function datesOf(items: CronFields['day'], months: readonly number[] | undefined): string | undefined {
  if (!items) return undefined;
  const numbers = valuesOf(
    items.filter((item) => 'first' in item),
    ALLOWED.day,
  );
  const nth = items.filter((item) => 'nth' in item);
  const every = [...new Set(nth.flatMap((item) => (item.nth === 'every' && item.weekday !== undefined ? [item.weekday] : [])))];
  if (!numbers || every.length === 7) return undefined;
  const parts = [
    ...(numbers.length > 0 ? [`day${numbers.length === 1 ? '' : 's'} ${listed(numbers)}`] : []),
    ...new Set(nth.filter((item) => item.nth !== 'every').map(nthName)),
  ];
  const [month, another] = months ?? [];
  const isDate = month !== undefined && another === undefined && numbers.length === 1 && parts.length === 1;
  const ofMonths = months ? listed(months, monthName) : 'every month';
  const dates = isDate ? `on ${listed(numbers)} ${monthName(month)}` : `on ${among(parts)} of ${ofMonths}`;
  if (every.length === 0) return dates;
  const weekdays = `${everyOf(every.sort((a, b) => a - b))}${months ? ` in ${ofMonths}` : ''}`;
  return parts.length === 0 ? weekdays : `${dates} and ${weekdays}`;
}

/** `every Sunday`, `every day from Monday to Friday`. */
function everyOf(weekdays: readonly number[]): string {
  const isRow = weekdays.length > 2 && weekdays.every((weekday, index) => weekday === (weekdays[0] ?? 0) + index);
  return isRow ? `every day from ${listed(weekdays, weekdayName)}` : `every ${among(weekdays.map(weekdayName))}`;
}

const nthName = ({ nth, weekday }: NthOfMonth): string =>
  `the ${nth === 'last' ? 'last' : (ORDINALS[Number(nth)] ?? '')} ${weekday === undefined ? 'day' : weekdayName(weekday)}`;

const ORDINALS = ['', '1st', '2nd', '3rd', '4th', '5th'];

const monthName = (month: number): string => MONTHS[month - 1] ?? '';
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const weekdayName = (weekday: number): string => WEEKDAYS[weekday] ?? '';
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
