import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Trigger } from '../../src/facts/job.ts';
import { parseDate } from '../../src/triggers/date.ts';
import { describe } from '../../src/triggers/describe.ts';
import { parseInterval } from '../../src/triggers/interval.ts';
import { next } from '../../src/triggers/next.ts';
import { parseTrigger } from '../../src/triggers/parse-trigger.ts';
import { cron, crontab } from './cron-times.ts';
import { atMidnight, crontabFields, crontabForms, written } from './expressions.ts';
import { place } from './places.ts';
import { vectors } from './vectors.ts';
import type { CronVector } from './vectors.ts';

/** In the order of the vectors. */
const FORMS = [
  'at 00:00, 03:00, 06:00, 09:00, 12:00, 15:00, 18:00 and 21:00 every day, UTC',
  'at 00:00, 03:00, 06:00, 09:00, 12:00, 15:00, 18:00 and 21:00 every day, Europe/Berlin',
  'at 01:00 every Sunday, America/New_York',
  'at 01:00 every Sunday, Asia/Kolkata',
  'at 01:00 every Sunday, Australia/Lord_Howe',
  'at 01:00, 02:00, 03:00 and 04:00 every day, America/Sao_Paulo',
  'at 01:00, 02:00, 03:00 and 04:00 every day, Pacific/Auckland',
  'at 01:00 every Sunday, Asia/Tehran',
  'at 09:00 every day from Monday to Friday, America/St_Johns',
  'at 09:30 every Monday, Wednesday and Friday, Pacific/Apia',
  'at minutes 10, 25, 40 and 55 of every hour, Europe/London',
  'at seconds 5, 25 and 45 of every minute, Asia/Tel_Aviv',
  'at 08:00 on the 1st Monday and the 3rd Friday of every month, UTC',
  'at 00:00 on day 1 and the last day of every month, Europe/Berlin',
  'at 00:00 on day 1 of January and July, America/New_York',
  'at 12:00 on day 15 of January to March, Asia/Kolkata',
  'at 00:00 on the 2nd Friday of every month, Australia/Lord_Howe',
  'at 23:59:59 on the last day of every month, America/Sao_Paulo',
  'at 03:00 on the last Sunday of every month, Pacific/Auckland',
  'at 00:00 every Monday, only in ISO week 1, Asia/Tehran',
  'at 00:00 every day, only in ISO week 53, America/St_Johns',
  'at 00:00 on 29 February, Pacific/Apia',
  'at 00:00 on 29 February, only on Fridays, Europe/London',
  'at 00:00 on the last day of February, only in the years 1970 to 9998 in steps of 4, Asia/Tel_Aviv',
  'at 00:00 every day, only in 2028, UTC',
  'every minute, Europe/Berlin',
  'every second, America/New_York',
  'every second, Asia/Kolkata',
  'every second of minutes 0 to 56 in steps of 7 of every hour, Australia/Lord_Howe',
  'every second, America/Sao_Paulo',
  'at minutes 1 to 5, 10, 15 and 20 of every hour, Pacific/Auckland',
  'at seconds 0, 15 to 20 and 59 of every minute, Asia/Tehran',
  'at 23:59:59 every day, America/St_Johns',
  'at 23:59:59 on 31 December, Pacific/Apia',
  'at 00:00 on the 5th Monday of every month, Europe/London',
  'at 00:00 on day 31 of every month, Asia/Tel_Aviv',
  'at 00:00 on days 1 to 7 of every month, only on Mondays, UTC',
  'at 00:00 on day 1 of January, April, July and October, Europe/Berlin',
  'at 06:00 on days 1, 11, 21 and 31 of every month, America/New_York',
  'at 18:00 on the last Friday of February, April and June, Asia/Kolkata',
];

const forms = vectors('cron-forms.json') as readonly CronVector[];
it(`${forms.length} vectors of cron-forms.json are told in plain words`, () => {
  expect(forms.map(({ expression, timezone }) => describe(cron(expression, timezone)))).toEqual(FORMS);
});

it.each([
  ['cron', '*/5 0', 'UTC', 'every 5 minutes on the clock, UTC'],
  ['cron', '0 0', 'UTC', 'every hour, UTC'],
  ['cron', '*/10', 'UTC', 'every 10 seconds on the clock, UTC'],
  ['cron', '5', 'UTC', 'at second 5 of every minute, UTC'],
  ['cron', '*/7 0', 'UTC', 'at minutes 0 to 56 in steps of 7 of every hour, UTC'],
  ['cron', '0-23 0 0', 'UTC', 'at minute 0 of hours 0 to 23, UTC'],
  ['cron', '9-17 */15 0', 'UTC', 'at minutes 0, 15, 30 and 45 of hours 9 to 17, UTC'],
  ['cron', '* 3 *', 'UTC', 'every second of minute 3 of every hour, UTC'],
  ['cron', '* 1 19,23 * *', 'UTC', 'every second of hours 19 and 23, every Tuesday, UTC'],
  ['cron', '8 30 */20', 'UTC', 'at 08:30:00, 08:30:20 and 08:30:40 every day, UTC'],
  ['cron', '*/21 sat-sun * 21 0', 'UTC', 'at minute 21 of every hour, every Saturday and Sunday, only in ISO weeks 1, 22 and 43, UTC'],
  [
    'cron',
    '* */5 8-12/3 * wed-fri 0,14,17,18 */11 0',
    'UTC',
    'at minutes 0 to 55 in steps of 11 of hours 0, 14, 17 and 18, on days 8 and 11 of January, June and November, only on Wednesdays, Thursdays and Fridays, UTC',
  ],
  ['cron', 'jul * * * * * *', 'UTC', 'every second, every day in July, UTC'],
  ['cron', '* * */4 * * 5 25 0', 'UTC', 'at 05:25 on days 1 to 29 in steps of 4 of every month, UTC'],
  ['cron', '2027-2029 * * * * 12 0 0', 'UTC', 'at 12:00 every day, only in the years 2027 to 2029, UTC'],
  ['crontab', '* * * * *', 'Europe/Berlin', 'every minute, Europe/Berlin'],
  ['crontab', '*/15 * * * * *', 'Europe/Berlin', 'every 15 seconds on the clock, Europe/Berlin'],
  ['crontab', '@hourly', 'Europe/Berlin', 'every hour, Europe/Berlin'],
  ['crontab', '0 0 * * 7', 'Europe/Berlin', 'at 00:00 every Sunday, Europe/Berlin'],
  ['crontab', '0 0 1 * 1', 'Europe/Berlin', 'at 00:00 on day 1 of every month and every Monday, Europe/Berlin'],
  ['crontab', '0 0 1,15 * 5L', 'Europe/Berlin', 'at 00:00 on days 1 and 15 and the last Friday of every month, Europe/Berlin'],
  [
    'crontab',
    '0 0 1,L 1 1,5#2',
    'Europe/Berlin',
    'at 00:00 on day 1, the last day and the 2nd Friday of January and every Monday in January, Europe/Berlin',
  ],
  ['crontab', '0 0 * * 5-7', 'Europe/Berlin', 'at 00:00 every day from Friday to Sunday, Europe/Berlin'],
  ['crontab', '0 0 30 2 *', 'Europe/Berlin', 'at 00:00 on 30 February, Europe/Berlin'],
  ['crontab', '0 0 1-31 * 1', 'Europe/Berlin', 'at 00:00 every day, Europe/Berlin'],
  ['crontab', '0 0 1 1 0-7', 'Europe/Berlin', 'at 00:00 every day in January, Europe/Berlin'],
  ['date', '2027-01-01 10:00:00', 'Europe/Berlin', 'once, at 2027-01-01 10:00:00, Europe/Berlin'],
  ['date', '2027-10-31 02:30:00', 'Europe/Berlin', 'once, at 2027-10-31 02:30:00, Europe/Berlin'],
  ['date', '2027-10-31T02:30:00+01:00', 'Europe/Berlin', 'once, at 2027-10-31 02:30:00+01:00, Europe/Berlin'],
  ['date', '2027-03-28 02:30:00', 'Europe/Berlin', 'once, at 2027-03-28 03:30:00, Europe/Berlin'],
  ['date', '2027-1-1 1:02:03.25', 'Europe/Berlin', 'once, at 2027-01-01 01:02:03.250, Europe/Berlin'],
  ['interval', '5m', 'UTC', 'every 5 minutes'],
  ['interval', '42:00:00', 'UTC', 'every 42 hours'],
  ['interval', 'daily', 'UTC', 'every day'],
  ['interval', 'weekly', 'UTC', 'every week'],
  ['interval', '28 days', 'UTC', 'every 28 days'],
  ['interval', '42s 0.5d', 'UTC', 'every 12 hours and 42 seconds'],
  ['interval', '90m', 'UTC', 'every 90 minutes'],
  ['interval', '75h', 'UTC', 'every 3 days and 3 hours'],
  ['interval', '1d 1h 1m 1.5s', 'UTC', 'every 1 day, 1 hour, 1 minute and 1.5 seconds'],
  ['interval', 'every second', 'UTC', 'every second'],
  ['interval', '100 days', 'UTC', 'every 100 days'],
] as const)('%s %s in %s: %s', (kind, text, timezone, words) => {
  const parsed = parseTrigger(kind, text, { timezone });
  expect('trigger' in parsed && describe(parsed.trigger)).toBe(words);
});

/** Few forms of each field, many of which mean the same in other words, or nearly. */
const alike = fc
  .tuple(
    fc.constantFrom('*', '2027', '1970-9999', '2026-2040/2'),
    fc.constantFrom('*', '1-12', '*/1', '1', 'jan,feb', '1-2'),
    fc.constantFrom('*', '1-31', '1', '1,last', 'last', '1st mon', '1st mon,1', 'last sun', '1,2', '1-2'),
    fc.constantFrom('*', '1-53', '1', '1,2'),
    fc.constantFrom('*', '0-6', 'mon', '0', 'sat,sun', '5-6'),
    fc.constantFrom('*', '0-23', '*/1', '2', '1,2', '1-2', '*/6', '0,6,12,18'),
    fc.constantFrom('*', '0', '*/15', '0,15,30,45', '0-45/15', '0-59', '7,22,37,52'),
    fc.constantFrom('*', '0', '*/30', '0,30', '0-59/1', '30'),
  )
  .map((fields) => cron(fields.join(' '), 'Europe/Berlin'));

const wild = fc.oneof(
  fc.oneof(crontabFields, crontabForms).map((fields) => crontab(fields.join(' '), 'Europe/Berlin')),
  atMidnight.map((expression) => cron(written(expression), 'Europe/Berlin')),
);

const CHANGES = ['2026-03-28T20:00:00Z', '2026-10-24T22:00:00Z', '2027-01-01T00:00:00Z', '2031-05-17T11:12:13Z'].map((time) =>
  Date.parse(time),
);

it('two triggers that are told in the same words are due at the same times', () => {
  const told = new Map<string, Trigger>();
  let pairs = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: alike }, { weight: 1, arbitrary: wild }), (trigger) => {
      const words = describe(trigger);
      const other = told.get(words);
      told.set(words, trigger);
      if (!other || other.text === trigger.text) return;
      pairs++;
      for (const start of CHANGES) {
        for (let [after, count]: [number | undefined, number] = [start, 0]; after !== undefined && count < 8; count++) {
          const due = next(trigger, after);
          expect(next(other, after), `${other.text} and ${trigger.text}: ${words}`).toBe(due);
          after = due;
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(pairs).toBeGreaterThan(5);
});

it('an interval is told exactly', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.integer({ min: 1000, max: 1e14 }),
        fc.integer({ min: 1, max: 1e7 }).map((n) => n * 60_000),
      ),
      (every) => {
        const words = describe({ type: 'interval', text: '', every });
        expect(parseInterval(words.replace(' and ', ', '))).toMatchObject({ trigger: { every } });
      },
    ),
    { numRuns: 500 },
  );
});

it('a date is told exactly', () => {
  fc.assert(
    fc.property(place, ({ timezone, after: at }) => {
      const [, words = ''] = /^once, at (.+), \S+$/.exec(describe({ type: 'date', text: '', timezone, at })) ?? [];
      expect(parseDate(words, timezone)).toMatchObject({ trigger: { at } });
    }),
    { numRuns: 500 },
  );
});
