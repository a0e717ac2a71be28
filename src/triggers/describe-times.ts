import type { CronFields } from '../facts/job.ts';
import { ALLOWED } from './allowed.ts';
import { among, listed, valuesOf } from './listed.ts';

/** The times of a day: as a clock shows them, if they are few, or in a phrase of their own. An hour that is `*` is told from all 24, as it is due twice. */
export function describeTimes(fields: CronFields): { readonly isClock: boolean; readonly words: string } {
  const hours = fields.hour && (valuesOf(fields.hour, ALLOWED.hour) ?? ALL_HOURS);
  const [minutes, seconds] = [valuesOf(fields.minute, ALLOWED.minute), valuesOf(fields.second, ALLOWED.second)];
  const isClock = hours && minutes && seconds && hours.length * minutes.length * seconds.length <= MOST;
  return isClock ? { isClock, words: clock(hours, minutes, seconds) } : { isClock: false, words: phrase(hours, minutes, seconds) };
}

type Values = readonly number[] | undefined;

const MOST = 8;
const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function clock(hours: readonly number[], minutes: readonly number[], seconds: readonly number[]): string {
  const isWhole = seconds.join() === '0';
  const times = hours.flatMap((hour) => minutes.flatMap((minute) => seconds.map((second) => [hour, minute, ...(isWhole ? [] : [second])])));
  return among(times.map((time) => time.map((number) => String(number).padStart(2, '0')).join(':')));
}

/** What is small first; `every minute` and `every hour` are left out where a smaller one says `every`. */
function phrase(hours: Values, minutes: Values, seconds: Values): string {
  const isWhole = seconds?.join() === '0';
  const regular = hours ? undefined : regularly(minutes, seconds, isWhole);
  if (regular !== undefined) return regular;
  const parts = isWhole ? [] : [seconds ? `at ${numbered('second', seconds)}` : 'every second'];
  if (minutes) parts.push(parts.length === 0 ? `at ${numbered('minute', minutes)}` : numbered('minute', minutes));
  else if (isWhole || seconds) parts.push('every minute');
  if (hours) parts.push(numbered('hour', hours));
  else if (minutes) parts.push('every hour');
  return parts.join(' of ');
}

/** What goes on at one distance through the whole day: from each full hour, or minute. */
function regularly(minutes: Values, seconds: Values, isWhole: boolean): string | undefined {
  if (minutes && isWhole) return minutes.join() === '0' ? 'every hour' : onTheClock('minute', minutes);
  if (minutes || !seconds) return undefined;
  return isWhole ? 'every minute' : onTheClock('second', seconds);
}

function onTheClock(name: string, values: readonly number[]): string | undefined {
  const distance = 60 / values.length;
  const isRegular = values.length > 1 && values.every((value, index) => value === index * distance);
  return isRegular ? `every ${distance} ${name}s on the clock` : undefined;
}

const numbered = (name: string, values: readonly number[]): string => `${name}${values.length === 1 ? '' : 's'} ${listed(values)}`;
