import { expect, it } from 'vitest';
import { parseTrigger } from '../../src/triggers/parse-trigger.ts';

it.each([
  ['cron', '6 1 0 0', 'Europe/Berlin'],
  ['crontab', '0 1 * * 0', 'Europe/Berlin'],
  ['date', '2027-01-01', 'Europe/Berlin'],
  ['interval', '5m', undefined],
] as const)('reads %s', (kind, text, timezone) => {
  expect(parseTrigger(kind, text, { timezone: 'europe/berlin' })).toMatchObject({
    trigger: { type: kind, text, ...(timezone && { timezone }) },
  });
});

it.each([
  ['cron', '99 0 0', 'hour 99, allowed 0-23'],
  ['crontab', '99 * * * *', 'minute 99, allowed 0-59'],
  ['date', '2027-13-01', '2027-13-01, no such month 13, allowed 1-12'],
  ['interval', '1 month', '1 month, a month has no fixed length, allowed w, d, h, m, s'],
] as const)('says what is wrong with %s %s', (kind, text, message) => {
  expect(parseTrigger(kind, text, { timezone: 'UTC' })).toEqual({ problem: { message } });
});

it('refuses a kind that there is not', () => {
  const message = 'kind toString, allowed cron, crontab, date, interval';
  expect(parseTrigger('toString' as 'cron', '*', { timezone: 'UTC' })).toEqual({ problem: { message } });
});

it('reads wall-clock times in UTC where no time zone is given', () => {
  expect(parseTrigger('date', '2027-01-01')).toMatchObject({ trigger: { timezone: 'UTC', at: Date.UTC(2027, 0) } });
});
