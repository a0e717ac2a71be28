import type { Duration } from '../facts/job.ts';
import { among } from './listed.ts';

/** A duration as it follows `every`: `second`, `42 hours`, `12 hours and 42 seconds`. */
export function describeDuration(duration: Duration): string {
  const unit = UNITS.find(([, length, most]) => duration % length === 0 && duration / length <= most);
  if (unit) return duration === unit[1] ? unit[0] : counted(duration / unit[1], unit[0]);
  let rest = duration;
  const parts = UNITS.slice(1).flatMap(([name, length]) => {
    const count = name === 'second' ? rest / length : Math.floor(rest / length);
    rest %= length;
    return count === 0 ? [] : [counted(count, name)];
  });
  return among(parts);
}

/** Each with its length, and how many of them people still read without another unit. */
const UNITS: readonly (readonly [name: string, length: Duration, most: number])[] = [
  ['week', 604_800_000, 1],
  ['day', 86_400_000, Infinity],
  ['hour', 3_600_000, 72],
  ['minute', 60_000, 120],
  ['second', 1000, 120],
];

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;
