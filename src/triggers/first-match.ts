import type { CronFields } from '../facts/job.ts';
import { follow } from './follow.ts';
import { matchingDays } from './year.ts';

/** A wall-clock time, written as the milliseconds since the epoch that it would be at in UTC. */
export type Wall = number;

/** The first whole second from `wall` on at which every field matches; undefined when there is none before the year 10000. */
export function firstMatch(fields: CronFields, wall: Wall): Wall | undefined {
  const today = Math.floor(wall / DAY);
  const day = firstDay(fields, today);
  if (day === undefined) return undefined;
  if (day > today) return day * DAY + timeOf(fields, 0, 0, 0);
  const time = firstTime(fields, Math.ceil((wall - today * DAY) / 1000));
  if (time !== undefined) return today * DAY + time;
  const later = firstDay(fields, today + 1);
  return later === undefined ? undefined : later * DAY + timeOf(fields, 0, 0, 0);
}

const DAY = 86_400_000;

/** In days since the epoch. A calendar repeats after 400 years: what they do not have, never is. */
function firstDay(fields: CronFields, from: number): number | undefined {
  const date = new Date(from * DAY);
  const thisYear = date.getUTCFullYear();
  const lastYear = fields.year ? Infinity : thisYear + 400;
  for (let year = follow(fields, 'year', thisYear); year !== undefined && year <= lastYear; year = follow(fields, 'year', year + 1)) {
    let month = year === thisYear ? date.getUTCMonth() : 0;
    let ahead = year === thisYear ? -1 << (date.getUTCDate() - 1) : -1;
    for (const days of matchingDays(fields, year).slice(month)) {
      const left = days & ahead;
      if (left !== 0) return Date.UTC(year, month, 32 - Math.clz32(left & -left)) / DAY;
      month++;
      ahead = -1;
    }
  }
  return undefined;
}

/** Milliseconds since midnight, of the first match from this second of the day on. */
function firstTime(fields: CronFields, from: number): number | undefined {
  const hour = Math.floor(from / 3600);
  const minute = Math.floor(from / 60) % 60;
  if (follow(fields, 'hour', hour) === hour) {
    if (follow(fields, 'minute', minute) === minute) {
      const second = follow(fields, 'second', from % 60);
      if (second !== undefined) return ((hour * 60 + minute) * 60 + second) * 1000;
    }
    if (follow(fields, 'minute', minute + 1) !== undefined) return timeOf(fields, hour, minute + 1, 0);
  }
  return follow(fields, 'hour', hour + 1) === undefined ? undefined : timeOf(fields, hour + 1, 0, 0);
}

/** Milliseconds since midnight, each field from its own value on, all of which there are. */
function timeOf(fields: CronFields, hour: number, minute: number, second: number): number {
  const [h = 0, m = 0, s = 0] = [follow(fields, 'hour', hour), follow(fields, 'minute', minute), follow(fields, 'second', second)];
  return ((h * 60 + m) * 60 + s) * 1000;
}
