import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCrontab } from '../../src/triggers/crontab.ts';
import { nextCron } from '../../src/triggers/next-cron.ts';
import { crontab, iso, times } from './cron-times.ts';
import { crontabFields } from './expressions.ts';

const WEEKDAYS = '0-7 or sun-sat: sunday is 0 or 7, 5#2 is the second friday, 5L the last';

it.each([
  ['60 * * * *', 'minute 60, allowed 0-59'],
  ['0 24 * * *', 'hour 24, allowed 0-23'],
  ['0 22-3 * * *', 'hour 22-3, allowed 0-23, from the smaller to the greater'],
  ['0 0 15W * *', 'day_of_month 15W, allowed 1-31 or L, the last'],
  ['0 0 * 13 *', 'month 13, allowed 1-12 or jan-dec'],
  ['0 0 * * 8', `day_of_week 8, allowed ${WEEKDAYS}`],
  ['H * * * *', 'minute H, allowed 0-59'],
  ['1,,2 * * * *', 'minute 1,,2, allowed 0-59'],
  ['60 0 0 * * *', 'second 60, allowed 0-59'],
  ['@reboot', '@reboot, allowed @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly'],
  ['1', '1 field, allowed 5 fields: minute hour day_of_month month day_of_week, or 6 with leading seconds'],
  ['* * * * * * *', '7 fields, allowed 5 fields: minute hour day_of_month month day_of_week, or 6 with leading seconds'],
  [' ', 'empty, allowed 5 fields: minute hour day_of_month month day_of_week, or 6 with leading seconds'],
])('%j: %s', (text, problem) => {
  expect(parseCrontab(text, 'UTC')).toEqual({ problem });
});

it('reads every field, and leaves `*` out', () => {
  const text = '5 */15 8,9,10,20 1,L JAN,jul 1-5,sun#2';
  expect(JSON.stringify(parseCrontab(text, 'europe/berlin'))).toBe(
    JSON.stringify({
      trigger: {
        type: 'crontab',
        text,
        timezone: 'Europe/Berlin',
        fields: {
          month: [{ first: 1, last: 7, step: 6 }],
          day: [
            { first: 1, last: 1, step: 1 },
            { nth: 'last' },
            { nth: 2, weekday: 6 },
            ...[0, 1, 2, 3, 4].map((weekday) => ({ nth: 'every', weekday })),
          ],
          hour: [
            { first: 8, last: 10, step: 1 },
            { first: 20, last: 20, step: 1 },
          ],
          minute: [{ first: 0, last: 45, step: 15 }],
          second: [{ first: 5, last: 5, step: 1 }],
        },
      },
    }),
  );
});

it.each([
  ['@yearly', '0 0 1 1 *', '2028-01-01T00:00:00.000Z'],
  ['@annually', '0 0 1 jan ?', '2028-01-01T00:00:00.000Z'],
  ['@Monthly', '0 0 1 * *', '2027-02-01T00:00:00.000Z'],
  ['@weekly', '0 0 * * 7', '2027-01-03T00:00:00.000Z'],
  [' @DAILY ', '0 0 * * *', '2027-01-02T00:00:00.000Z'],
  ['@midnight', '0 0 0 ? * *', '2027-01-02T00:00:00.000Z'],
  ['@hourly', '0 * * * *', '2027-01-01T01:00:00.000Z'],
])('%s is %s', (shortcut, text, due) => {
  const trigger = crontab(shortcut, 'UTC');
  expect(trigger.fields).toEqual(crontab(text, 'UTC').fields);
  expect(iso(times(trigger, Date.UTC(2027, 0, 1), { count: 1 }))).toEqual([due]);
});

it.each([
  ['goes on through a repeated hour where its hour is *', '30 * * * *', ['00:30', '01:30', '02:30']],
  ['goes on through a repeated hour, @hourly', '@hourly', ['00:00', '01:00', '02:00']],
  ['is due in the first pass where its hour is given', '30 2 * * *', ['00:30']],
  ['is due in the first pass where all hours are given', '30 0-23 * * *', ['00:30', '02:30']],
])('%s', (_, text, expected) => {
  const after = Date.parse('2026-10-24T23:59:00Z');
  const due = times(crontab(text, 'Europe/Berlin'), after, { until: after + 3 * 3_600_000 });
  expect(iso(due)).toEqual(expected.map((time) => `2026-10-25T${time}:00.000Z`));
});

it('is never due on a day that is never, and it takes less than 50 ms to know', () => {
  for (const text of ['0 0 30 2 *', '0 0 31 4,6,9,11 *']) {
    const trigger = crontab(text, 'Europe/Berlin');
    const start = process.hrtime.bigint();
    expect(nextCron(trigger, Date.parse('2026-11-22T00:00:00Z')), text).toBeUndefined();
    expect(Number(process.hrtime.bigint() - start) / 1e6, text).toBeLessThan(50);
  }
});

it('refuses a time zone that there is not', () => {
  expect(parseCrontab('@daily', 'Foo')).toEqual({ problem: 'timezone Foo, allowed a name of the iana time zone database' });
});

it('accepts what is well-formed', () => {
  fc.assert(fc.property(crontabFields, (fields) => 'trigger' in parseCrontab(fields.join(' '), 'UTC')));
});

it('refuses or accepts any text, and never throws', () => {
  const pieces = fc.array(
    fc.constantFrom('*', '/', '-', ',', ' ', '0', '7', '59', '9'.repeat(30), 'mon', 'JAN', 'L', '#', '?', 'H(0-3)', '@', 'é'),
  );
  const line = fc.array(fc.constantFrom('*', '5', '5L', 'H', '?', '1#2', '*/2', '1-5', 'L', 'sun', 'jan', '5/0', '1,1', '-1'), {
    minLength: 4,
    maxLength: 7,
  });
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    pieces.map((parts) => parts.join('')),
    line.map((fields) => fields.join(' ')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseCrontab(given, 'UTC');
      if ('problem' in parsed) expect(parsed.problem).toMatch(/\S, allowed \S/);
      else expect(JSON.parse(JSON.stringify(parsed.trigger))).toEqual(parsed.trigger);
    }),
    { numRuns: 1000 },
  );
});
