import { expect, it } from 'vitest';
import { milliseconds, misspelt, withUnits } from '../../src/triggers/duration.ts';

it('adds up decimals without an error', () => {
  expect(
    milliseconds([
      ['0.1', 1000],
      ['.2', 1000],
      ['1', 60_000],
    ]),
  ).toBe(60_300);
  expect(milliseconds([['0.0009', 1000]])).toBe(0);
});

it('reads numbers with units by the first letter', () => {
  expect(withUnits('1.5 Hours, 2s')).toEqual([
    ['1.5', 3_600_000],
    ['2', 1000],
  ]);
});

it.each([
  ['1 2', undefined],
  ['-1', 'negative, allowed numbers above 0'],
  ['1e3', 'not a decimal number, allowed digits and one dot'],
])('%j: %s', (text, fault) => {
  expect(misspelt(text)).toBe(fault);
});
