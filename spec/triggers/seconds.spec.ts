import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSeconds } from '../../src/triggers/seconds.ts';

it.each([
  ['30', 30_000],
  ['1.5', 1500],
  ['.5', 500],
  [' 0 ', 0],
  ['0s', 0],
  ['1m', 60_000],
  ['1m 30s', 90_000],
  ['1 Minute, 30 seconds', 90_000],
  ['0.1m 0.2s', 6200],
  ['0.0015', 1],
])('%j is %d ms', (text, jitter) => {
  expect(parseSeconds(text)).toEqual({ duration: jitter });
});

const FORMS = 'allowed a number of seconds (30, 1.5), or numbers with units (1m 30s)';

it.each([
  ['', `empty, ${FORMS}`],
  ['-1', '-1, negative, allowed numbers from 0 on'],
  ['1m -5s', '1m -5s, negative, allowed numbers from 0 on'],
  ['1:30', `1:30, not one number, ${FORMS}`],
  ['1 30', `1 30, not one number, ${FORMS}`],
  ['true', `true, no number, ${FORMS}`],
  ['daily', `daily, no number, ${FORMS}`],
  ['every 5 s', `every 5 s, no number before every, ${FORMS}`],
  ['1,5', '1,5, not a decimal number, allowed digits and one dot'],
  ['1e3', '1e3, not a decimal number, allowed digits and one dot'],
  ['1 month', '1 month, a month has no fixed length, allowed w, d, h, m, s'],
  ['9'.repeat(400), `${'9'.repeat(400)}, longer than the calendar reaches, allowed 2932897d and shorter`],
])('%j is refused', (text, problem) => {
  expect(parseSeconds(text)).toEqual({ problem });
});

it('refuses or accepts any text, and never throws', () => {
  const pieces = fc.array(fc.constantFrom(' ', '.', ',', ':', '-', '1', '30', 'e', 's', 'min', 'mo', '½', '9'.repeat(400)));
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    pieces.map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseSeconds(given);
      if ('problem' in parsed) expect(parsed.problem).toMatch(/\S, allowed \S|empty, allowed \S/);
      else expect(Number.isSafeInteger(parsed.duration) && parsed.duration >= 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
