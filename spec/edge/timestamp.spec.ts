import { expect, it } from 'vitest';
import { timestamp } from '../../src/edge/timestamp.ts';

it('keeps what is finer than a millisecond', () => {
  const whole = Date.UTC(2026, 10, 22, 14, 11, 53, 690);
  expect(timestamp('2026-11-22T14:11:53.690786403Z')).toBeCloseTo(whole + 0.786403, 3);
  expect(timestamp('2026-11-22T14:11:53.690Z')).toBe(whole);
  expect(timestamp('2026-11-22T14:11:53Z')).toBe(whole - 690);
  expect(timestamp('2026-11-22T15:11:53.690786403+01:00')).toBeCloseTo(whole + 0.786403, 3);
});
