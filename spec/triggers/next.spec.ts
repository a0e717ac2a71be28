import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCron } from '../../src/triggers/cron.ts';
import { next } from '../../src/triggers/next.ts';

const every = (duration: number) => ({ type: 'interval', text: '', every: duration }) as const;

it.each([
  ['before its phase', 0, 1000],
  ['at its phase', 500, 1000],
  ['between', 1250, 1500],
  ['just before', 1499.999, 1500],
  ['at a due time', 1500, 2000],
])('an interval of 500 ms with phase 500, %s: after %d comes %d', (_, after, due) => {
  expect(next(every(500), after, 500)).toBe(due);
});

it('an interval does not drift', () => {
  const phase = Date.parse('2026-11-22T10:11:12.345Z');
  let due: number | undefined = phase;
  for (let k = 1; k <= 10_000; k++) {
    due = next(every(86_400_001), due!, phase);
    expect(due).toBe(phase + k * 86_400_001);
  }
});

it('an interval is due at the first point of its grid after any instant', () => {
  const time = fc.double({ min: -4e12, max: 4e12, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 1e13 }), time, time, (duration, after, phase) => {
      const due = next(every(duration), after, phase)!;
      const k = Math.round((due - phase) / duration);
      expect(due).toBe(phase + k * duration);
      expect(k).toBeGreaterThanOrEqual(1);
      expect(due).toBeGreaterThan(after);
      if (k > 1) expect(phase + (k - 1) * duration).toBeLessThanOrEqual(after);
    }),
  );
});

it('nothing is due after what is no time', () => {
  for (const after of [NaN, Infinity, -Infinity]) expect(next(every(1000), after, 0)).toBeUndefined();
});

it('an interval whose phase is not told begins when it is asked', () => {
  expect(next(every(1500), 250)).toBe(1750);
});

it('a date is due once, unless it is gone by', () => {
  const date = { type: 'date', text: '', timezone: 'UTC', at: 1000 } as const;
  expect([-Infinity, 999.5, 1000, 1001, NaN].map((after) => next(date, after))).toEqual([1000, 1000, undefined, undefined, undefined]);
});

it('a cron trigger has no phase', () => {
  const parsed = parseCron('* * * * * 12 0 0', 'America/New_York');
  if ('problem' in parsed) throw new Error(parsed.problem);
  const after = Date.parse('2026-07-01T00:00:00Z');
  for (const phase of [0, 12_345, after + 1]) expect(next(parsed.trigger, after, phase)).toBe(Date.parse('2026-07-01T16:00:00Z'));
});
