import { expect, it } from 'vitest';
import { describeDays } from '../../src/triggers/describe-days.ts';
import { cron, crontab } from './cron-times.ts';

it.each([
  ['*/1 1-12 * 1-53 0-6', undefined],
  ['* * * * mon,tue', 'every Monday and Tuesday'],
  ['* * * * mon-wed', 'every day from Monday to Wednesday'],
  ['* jan-mar * * sun', 'every Sunday in January to March'],
  ['* 7 4 * *', 'on 4 July'],
  ['* 7 4,5 * *', 'on days 4 and 5 of July'],
  ['2028 7 last,2nd fri * *', 'on the last day and the 2nd Friday of July, only in 2028'],
  ['* * 13 * fri', 'on day 13 of every month, only on Fridays'],
  ['2027,2028 * * 1,53 *', 'every day, only in ISO weeks 1 and 53, only in the years 2027 and 2028'],
])('%s', (expression, words) => {
  expect(describeDays(cron(`${expression} 0 0 0`, 'UTC').fields)).toBe(words);
});

it.each([
  ['13 * fri', 'on day 13 of every month and every Friday'],
  ['13 7 fri,sun', 'on 13 July and every Friday and Sunday in July'],
  ['L * fri#2', 'on the last day and the 2nd Friday of every month'],
  ['* 7 1,5L', 'on the last Friday of July and every Monday in July'],
  ['13 * 0-6', undefined],
])('%s in a crontab', (days, words) => {
  expect(describeDays(crontab(`0 0 ${days}`, 'UTC').fields)).toBe(words);
});
