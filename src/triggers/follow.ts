import type { CronFields, Range } from '../facts/job.ts';
import { ALLOWED } from './allowed.ts';

/** The least value ≥ `n` that a field allows; undefined when there is none. */
export function follow(fields: CronFields, name: Exclude<keyof CronFields, 'day'>, n: number): number | undefined {
  const ranges = fields[name];
  return ranges === undefined ? within(...ALLOWED[name], n) : least(ranges, n);
}

/** The least value ≥ `n` in any of the ranges; undefined when there is none. */
export function least(ranges: readonly Range[], n: number): number | undefined {
  let found: number | undefined;
  for (const { first, last, step } of ranges) {
    const value = n <= first ? first : first + Math.ceil((n - first) / step) * step;
    if (value <= last && (found === undefined || value < found)) found = value;
  }
  return found;
}

const within = (first: number, last: number, n: number) => (n <= first ? first : n <= last ? n : undefined);
