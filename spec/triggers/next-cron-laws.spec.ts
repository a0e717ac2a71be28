import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextCron } from '../../src/triggers/next-cron.ts';
import { cron, iso, times } from './cron-times.ts';
import { atMidnight, oftenDue, written } from './expressions.ts';
import { dueDays, dueTimes } from './oracle.ts';

const HOUR = 3_600_000;

/** Around the changes of clocks that differ in kind: by an hour, half an hour, two or 24 hours, at and just after midnight, either way. */
const CHANGES: readonly (readonly [timezone: string, instant: string])[] = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2027-03-14T07:00:00Z'],
  ['US/Eastern', '2027-11-07T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['America/St_Johns', '2010-11-07T02:31:00Z'],
  ['America/St_Johns', '2010-03-14T03:31:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['Antarctica/Troll', '2026-03-29T01:00:00Z'],
  ['Antarctica/Troll', '2026-10-25T01:00:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Pacific/Kwajalein', '1993-08-21T12:00:00Z'],
  ['Asia/Pyongyang', '2015-08-14T15:00:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
  ['Asia/Kolkata', '2026-06-01T00:00:00Z'],
];

const place = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -4 * HOUR, max: 4 * HOUR }))
  .map(([[timezone, instant], away]) => ({ timezone, after: Date.parse(instant) + away }));

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
