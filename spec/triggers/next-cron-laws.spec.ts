import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextCron } from '../../src/triggers/next-cron.ts';
import { cron, iso, times } from './cron-times.ts';
import { atMidnight, oftenDue, written } from './expressions.ts';
import { dueDays, dueTimes } from './oracle.ts';
import { CHANGES, place } from './places.ts';

const HOUR = 3_600_000;

it('is due at every second that trying them all finds, and at no other, around the changes of clocks', () => {
  fc.assert(
    fc.property(oftenDue, place, (expression, { timezone, after }) => {
      const until = after + 3 * HOUR;
      expect(iso(times(cron(written(expression), timezone), after, { until }))).toEqual(iso(dueTimes(expression, timezone, after, until)));
    }),
    { numRuns: 250 },
  );
}, 60_000);

it('is due on every day that trying them all finds, and on no other, in any century', () => {
  const year = fc.integer({ min: 1969, max: 9999 });
  fc.assert(
    fc.property(atMidnight, year, fc.boolean(), (expression, random, near) => {
      const first = near ? Number(/^\d{4}/.exec(expression)?.[0] ?? random) : random;
      const after = Date.UTC(first, 0, 1) - 1;
      const until = Date.UTC(Math.min(first + 3, 10_000), 0, 1) - 1;
      expect(iso(times(cron(written(expression), 'UTC'), after, { until }))).toEqual(iso(dueDays(expression, after, until)));
    }),
    { numRuns: 200 },
  );
}, 60_000);

it('is later than what it comes after, and never earlier for a later one', () => {
  const anywhere = fc.tuple(
    fc.constantFrom(...CHANGES.map(([timezone]) => timezone)),
    fc.double({ min: -1e12, max: 4e12, noNaN: true }),
    fc.double({ min: 0, max: 1e9, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.oneof(oftenDue, atMidnight), anywhere, (expression, [timezone, after, more]) => {
      const trigger = cron(written(expression), timezone);
      const [one, other] = [nextCron(trigger, after) ?? Infinity, nextCron(trigger, after + more) ?? Infinity];
      expect(one).toBeGreaterThan(after);
      expect(other).toBeGreaterThanOrEqual(one);
    }),
  );
});
