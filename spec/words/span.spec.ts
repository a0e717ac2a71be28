import { expect, it } from 'vitest';
import { span } from '../../src/words/span.ts';

it.each([
  [0, '0 ms'],
  [7.4, '7 ms'],
  [999, '999 ms'],
  [999.6, '1.00 s'],
  [1_720, '1.72 s'],
  [9_994, '9.99 s'],
  [9_996, '10.0 s'],
  [59_940, '59.9 s'],
  [59_960, '1 m 00 s'],
  [200_000, '3 m 20 s'],
  [3_599_600, '1 h 00 m'],
  [7_500_000, '2 h 05 m'],
  [86_399_000, '23 h 59 m'],
  [273_600_000, '3 d 04 h'],
  [-5, '-5 ms'],
])('%d ms is %s', (duration, said) => {
  expect(span(duration)).toBe(said);
});
