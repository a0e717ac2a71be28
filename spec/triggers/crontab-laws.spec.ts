import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextCron } from '../../src/triggers/next-cron.ts';
import { crontab, iso, times } from './cron-times.ts';
import { crontabFields, crontabForms } from './expressions.ts';
import { dueTimes } from './oracle.ts';
import { CHANGES, place } from './places.ts';

const HOUR = 3_600_000;

it('is due at every second that trying them all finds, and at no other, around the changes of clocks', () => {
  fc.assert(
    fc.property(crontabFields, place, (fields, { timezone, after }) => {
      const [second, minute, hour, day, month, weekday] = fields as [string, string, string, string, string, string];
      const until = after + 2 * HOUR;
      const asCron = (d: string, w: string) => dueTimes(`* ${month} ${d} * ${w} ${hour} ${minute} ${second}`, timezone, after, until);
      const found = day === '*' || weekday === '*' ? asCron(day, weekday) : [...asCron(day, '*'), ...asCron('*', weekday)];
      const expected = [...new Set(found)].sort((a, b) => a - b);
      expect(iso(times(crontab(fields.join(' '), timezone), after, { until }))).toEqual(iso(expected));
    }),
    { numRuns: 120 },
  );
}, 60_000);

it('is due when cron-parser says, where the clocks do not change', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.oneof(crontabFields, crontabForms), fc.integer({ min: 0, max: 4e12 }), (fields, after) => {
      const text = fields.join(' ');
      let expected;
      try {
        expected = CronExpressionParser.parse(text, { tz: 'UTC', currentDate: after })

          .take(3)
          .map((date) => date.getTime());
      } catch {
        return; // it refuses a value that is listed twice, and gives up on what is rare
      }
      compared++;
      expect(iso(times(crontab(text, 'UTC'), after, { count: 3 })), text).toEqual(iso(expected));
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(50);
}, 60_000);

it('is later than what it comes after, and never earlier for a later one', () => {
  const anywhere = fc.tuple(
    fc.constantFrom(...CHANGES.map(([timezone]) => timezone)),
    fc.double({ min: -1e12, max: 4e12, noNaN: true }),
    fc.double({ min: 0, max: 1e9, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.oneof(crontabFields, crontabForms), anywhere, (fields, [timezone, after, more]) => {
      const trigger = crontab(fields.join(' '), timezone);
      const [one, other] = [nextCron(trigger, after) ?? Infinity, nextCron(trigger, after + more) ?? Infinity];
      expect(one).toBeGreaterThan(after);
      expect(other).toBeGreaterThanOrEqual(one);
    }),
  );
});
