import fc from 'fast-check';
import { expect, it } from 'vitest';
import { among, listed, valuesOf } from '../../src/triggers/listed.ts';

it.each([
  [[7], '7'],
  [[1, 2], '1 and 2'],
  [[1, 2, 3], '1 to 3'],
  [[1, 3, 5], '1, 3 and 5'],
  [[0, 1, 2, 9, 20, 21, 22], '0 to 2, 9 and 20 to 22'],
  [[0, 10, 20, 30, 40, 50], '0 to 50 in steps of 10'],
])('%j is %s', (values, words) => {
  expect(listed(values)).toBe(words);
});

it('no two rows of numbers are told in the same words', () => {
  const rows = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1 }).map((values) => values.sort((a, b) => a - b));
  const told = new Map<string, string>();
  fc.assert(
    fc.property(rows, (values) => {
      const words = listed(values);
      expect(told.get(words) ?? values.join()).toBe(values.join());
      told.set(words, values.join());
    }),
    { numRuns: 2000 },
  );
});

it('lists words', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(among)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

it('all values of a field are no restriction', () => {
  const ranges = [
    { first: 0, last: 4, step: 2 },
    { first: 1, last: 3, step: 2 },
  ];
  expect(valuesOf(ranges, [0, 4])).toBeUndefined();
  expect(valuesOf(ranges, [0, 5])).toEqual([0, 1, 2, 3, 4]);
  expect(valuesOf(undefined, [0, 5])).toBeUndefined();
});
