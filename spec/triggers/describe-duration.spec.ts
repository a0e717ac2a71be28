import { expect, it } from 'vitest';
import { describeDuration } from '../../src/triggers/describe-duration.ts';

it.each([
  [1000, 'second'],
  [3_600_000, 'hour'],
  [604_800_000, 'week'],
  [1_209_600_000, '14 days'],
  [72 * 3_600_000, '3 days'],
  [71 * 3_600_000, '71 hours'],
  [73 * 3_600_000, '3 days and 1 hour'],
  [120_001, '2 minutes and 0.001 seconds'],
])('%d ms: every %s', (duration, words) => {
  expect(describeDuration(duration)).toBe(words);
});
