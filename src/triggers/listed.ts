import type { Range } from '../facts/job.ts';

/** All values of the ranges from `least` to `greatest`, in order; undefined when these are all that there are. */
export function valuesOf(
  ranges: readonly Range[] | undefined,
  [least, greatest]: readonly [number, number],
): readonly number[] | undefined {
  if (ranges === undefined) return undefined;
  const values = new Set<number>();
  for (const { first, last, step } of ranges) for (let value = first; value <= last; value += step) values.add(value);
  return values.size === greatest - least + 1 ? undefined : [...values].sort((a, b) => a - b);
}

/** `1`, `1 and 2`, `1 to 4`, `3, 7 and 9 to 12`, `0 to 56 in steps of 7`: no two rows of numbers in the same words. */
export function listed(values: readonly number[], name: (value: number) => string = String): string {
  const [first, second, last] = [values[0] ?? 0, values[1] ?? 0, values.at(-1) ?? 0];
  const step = second - first;
  const isEven = values.every((value, index) => value === first + index * step);
  if (isEven && step > 1 && values.length > 5) return `${name(first)} to ${name(last)} in steps of ${step}`;
  return among(rows(values).flatMap((row) => (row.length < 3 ? row.map(name) : [`${name(row[0] ?? 0)} to ${name(row.at(-1) ?? 0)}`])));
}

/** `a`, `a and b`, `a, b and c`. */
export function among(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Neighbours, each row as long as it can be. */
function rows(values: readonly number[]): readonly (readonly number[])[] {
  const found: number[][] = [];
  for (const value of values) {
    const row = found.at(-1);
    if (row?.at(-1) === value - 1) row.push(value);
    else found.push([value]);
  }
  return found;
}
