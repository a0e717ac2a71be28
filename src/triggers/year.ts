import type { CronFields } from '../facts/job.ts';
import { follow, least } from './follow.ts';

/** The days of a year that match month, day, week and day_of_week: for each month a number with bit `d - 1` set for its day `d`. */
export function matchingDays(fields: CronFields, year: number): readonly number[] {
  let known = years.get(fields);
  if (!known) years.set(fields, (known = new Map<number, readonly number[]>()));
  const kind = kindOf(year);
  const key = kind.weekday * 4 + (kind.leap ? 2 : 0) + (kind.afterLeap ? 1 : 0);
  let days = known.get(key);
  if (!days) known.set(key, (days = daysOf(fields, kind)));
  return days;
}

/** All that a calendar depends on, so that there are 21 different ones: the weekday of 1 January (Monday is 0), and leap years. */
interface Kind {
  readonly weekday: number;
  readonly leap: boolean;
  readonly afterLeap: boolean;
}

const years = new WeakMap<CronFields, Map<number, readonly number[]>>();

function kindOf(year: number): Kind {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return { weekday: (before + leapDays) % 7, leap: isLeap(year), afterLeap: isLeap(before) }; // 1 January of the year 1 was a Monday
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

function daysOf(fields: CronFields, kind: Kind): readonly number[] {
  let yearDay = 0;
  return [31, kind.leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map((length, month) => {
    let days = 0;
    for (let day = 1; day <= length; day++, yearDay++) {
      if (
        follow(fields, 'month', month + 1) === month + 1 &&
        matchesWeek(fields, kind, yearDay) &&
        matchesDay(fields, day, length, (kind.weekday + yearDay) % 7)
      ) {
        days |= 1 << (day - 1);
      }
    }
    return days;
  });
}

/** An ISO week belongs to the year that its Thursday is in. */
function matchesWeek(fields: CronFields, kind: Kind, yearDay: number): boolean {
  if (!fields.week) return true;
  const length = kind.leap ? 366 : 365;
  const thursday = yearDay - ((kind.weekday + yearDay) % 7) + 3;
  const inItsYear = thursday < 0 ? thursday + (kind.afterLeap ? 366 : 365) : thursday >= length ? thursday - length : thursday;
  const week = Math.floor(inItsYear / 7) + 1;
  return least(fields.week, week) === week;
}

function matchesDay(fields: CronFields, day: number, length: number, weekday: number): boolean {
  if (follow(fields, 'day_of_week', weekday) !== weekday) return false;
  return (
    !fields.day ||
    fields.day.some((item) => {
      if ('first' in item) return least([item], day) === day;
      if (item.weekday === undefined) return day === length;
      if (item.weekday !== weekday || item.nth === 'every') return item.weekday === weekday;
      return item.nth === 'last' ? day + 7 > length : item.nth === Math.ceil(day / 7);
    })
  );
}
