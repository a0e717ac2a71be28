import { expect, it } from 'vitest';
import { describeTimes } from '../../src/triggers/describe-times.ts';
import { cron } from './cron-times.ts';

it.each([
  ['1-2 0,30 0', true, '01:00, 01:30, 02:00 and 02:30'],
  ['1 0 59', true, '01:00:59'],
  ['0-8 0 0', false, 'at minute 0 of hours 0 to 8'],
  ['*/1 * 0', false, 'every minute of hours 0 to 23'],
  ['* * 0', false, 'every minute'],
  ['1 0-59 *', false, 'every second of hour 1'],
  ['* 0-30/10 0', false, 'at minutes 0, 10, 20 and 30 of every hour'],
  ['* 0,30 0', false, 'every 30 minutes on the clock'],
  ['3 * 5', false, 'at second 5 of every minute of hour 3'],
])('%s', (expression, isClock, words) => {
  expect(describeTimes(cron(expression, 'UTC').fields)).toEqual({ isClock, words });
});
