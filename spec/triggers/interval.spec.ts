import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseInterval } from '../../src/triggers/interval.ts';
import { vectors } from './vectors.ts';
import type { IntervalVector } from './vectors.ts';

const { cases } = vectors('interval.json') as { readonly cases: readonly IntervalVector[] };
it(`${cases.length} vectors mean what they do, or are refused for the reason given`, () => {
  expect(cases.length).toBeGreaterThan(0);
  for (const { text, seconds, error = '' } of cases) {
    const expected =
      seconds === undefined
        ? { problem: expect.stringMatching(new RegExp(reason(error))) as string }
        : { trigger: { type: 'interval', text, every: seconds * 1000 } };
    expect(parseInterval(text), text).toEqual(expected);
  }
});

it.each([
  ['5:', 5],
  [':5', 5],
  ['1.', 1],
  ['10 95 :', 695],
])('a separator at the end of "%s" is as one at its beginning: nothing', (text, seconds) => {
  expect(parseInterval(text)).toMatchObject({ trigger: { every: seconds * 1000 } });
});

/** `unknown unit (milliseconds …)`, with the unit between. */
const reason = (error: string) => error.replace(/ \(/, ' .*\\(').replace(')', '\\)');

it.each([
  ['5 fortnights', '5 fortnights, unknown unit fortnights, allowed w, d, h, m, s'],
  ['1 month', '1 month, a month has no fixed length, allowed w, d, h, m, s'],
  ['1h30', '1h30, a number without a unit beside one with, allowed a unit for all or none'],
  ['1::2', '1::2, a separator without a number beside it, allowed forms are 90m, 1d 12h, 1.5 hours, 42:00:00, weekly'],
  ['1 day and 2 hours', '1 day and 2 hours, no number before and, allowed forms are 90m, 1d 12h, 1.5 hours, 42:00:00, weekly'],
  ['1.2.3h', '1.2.3h, not a decimal number, allowed digits and one dot'],
  ['1d 12h!', '1d 12h!, ! after a unit, allowed spaces and commas'],
  ['1h -5m', '1h -5m, negative, allowed numbers above 0'],
  ['0.9999s', '0.9999s, shorter than one second, allowed 1s and longer'],
  ['', 'empty, allowed forms are 90m, 1d 12h, 1.5 hours, 42:00:00, weekly'],
])('%j is refused', (text, problem) => {
  expect(parseInterval(text)).toEqual({ problem });
});

it.each([
  ['0.1h 0.2h', 1_080_000],
  ['1.1s', 1100],
  ['4.35s', 4350],
  ['0.000001w', undefined],
  ['1.0000001d', 86_400_008],
  [`1.${'0'.repeat(400)}1s`, 1000],
  ['EVERY  HOUR', 3_600_000],
  ['every 5', 5000],
  ['10 : 30', 630_000],
  ['2932897d', 253_402_300_800_000],
  ['2932898d', undefined],
])('%s is exact to the millisecond', (text, every) => {
  const parsed = parseInterval(text);
  expect('trigger' in parsed ? parsed.trigger.every : undefined).toBe(every);
});

it('adds up decimals of seconds without an error', () => {
  const thousandths = fc.array(fc.integer({ min: 1000, max: 10_000_000 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(thousandths, (all) => {
      const text = all.map((each) => `${Math.floor(each / 1000)}.${String(each % 1000).padStart(3, '0')}s`).join(' ');
      expect(parseInterval(text)).toMatchObject({ trigger: { every: all.reduce((sum, each) => sum + each) } });
    }),
  );
});

it('refuses or accepts any text, and never throws', () => {
  const pieces = fc.array(
    fc.constantFrom(' ', '.', ',', ':', '/', '-', '1', '30', 'e', 's', 'min', 'mo', 'every', '½', 'µs', '9'.repeat(400)),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    pieces.map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseInterval(given);
      if ('problem' in parsed) expect(parsed.problem).toMatch(/\S, allowed \S|empty, allowed \S/);
      else expect(Number.isSafeInteger(parsed.trigger.every) && parsed.trigger.every >= 1000).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('reads a very long text', () => {
  expect(parseInterval('1s '.repeat(200_000))).toMatchObject({ trigger: { every: 200_000_000 } });
});
