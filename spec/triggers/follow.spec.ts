import { expect, it } from 'vitest';
import { follow, least } from '../../src/triggers/follow.ts';

it('steps from the first value, not from where it is asked', () => {
  const ranges = [
    { first: 3, last: 20, step: 7 },
    { first: 12, last: 12, step: 1 },
  ];
  expect([0, 3, 4, 10, 11, 13, 17, 18].map((n) => least(ranges, n))).toEqual([3, 3, 10, 10, 12, 17, 17, undefined]);
});

it('a field that is not there has all of its values and no more', () => {
  expect([1969, 2026, 9999, 10_000].map((n) => follow({}, 'year', n))).toEqual([1970, 2026, 9999, undefined]);
  expect([0, 12, 13].map((n) => follow({}, 'month', n))).toEqual([1, 12, undefined]);
});
