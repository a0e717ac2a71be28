import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { afterEach, expect, it, vi } from 'vitest';
import { segment } from '../../src/triggers/segment.ts';

const HOUR = 3_600_000;

it.each([
  ['Europe/Berlin', '2026-03-29T01:00:00Z', 1, 2],
  ['Europe/Berlin', '2026-10-25T01:00:00Z', 2, 1],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 10.5, 11],
  ['Pacific/Apia', '2011-12-30T10:00:00Z', -10, 14],
  ['Africa/Monrovia', '1972-01-07T00:44:30Z', -44.5 / 60, 0],
])('%s changes at %s from %d to %d', (zone, instant, before, after) => {
  const at = Date.parse(instant);
  expect(segment(zone, at - 1)).toMatchObject({ end: at, offset: before * HOUR });
  expect(segment(zone, at)).toMatchObject({ start: at, before: before * HOUR, offset: after * HOUR });
});

it('finds both of two changes a week apart', () => {
  const [first, second] = [Date.parse('2000-10-08T03:00:00Z'), Date.parse('2000-10-15T02:00:00Z')];
  expect(segment('America/Recife', first)).toEqual({ start: first, end: second, before: -3 * HOUR, offset: -2 * HOUR });
});

it('is where the time is, and has its offset from end to end', () => {
  const zones = fc.constantFrom('Europe/London', 'Africa/Casablanca', 'Asia/Gaza', 'America/St_Johns', 'Asia/Tehran', 'UTC');
  fc.assert(
    fc.property(zones, fc.integer({ min: 0, max: 4e12 }), fc.double({ min: 0, max: 1, noNaN: true }), (zone, time, part) => {
      const { start, end, offset, before } = segment(zone, time)!;
      const offsetAt = (at: number) => IANAZone.create(zone).offset(at) * 60_000;
      expect(start <= time && time < end).toBe(true);
      expect([start, end - 1, start + Math.floor(part * (end - 1 - start))].map(offsetAt)).toEqual([offset, offset, offset]);
      if (before !== offset) expect(offsetAt(start - 1)).toBe(before);
    }),
    { numRuns: 500 },
  );
});

it('is known before and after a window ends', () => {
  const WINDOW = 64 * 24 * HOUR;
  for (let index = 0; index < 500; index++) {
    const [last, first] = [segment('Europe/Berlin', index * WINDOW - 1)!, segment('Europe/Berlin', index * WINDOW)!];
    expect(last.end).toBe(index * WINDOW);
    expect(first.start).toBeLessThanOrEqual(index * WINDOW);
  }
});

it('a change just before a window ends is known in the next one', () => {
  const window = 300 * 64 * 24 * HOUR; // no zone has such a change yet
  const change = window - HOUR / 2;
  vi.spyOn(IANAZone.prototype, 'offset').mockImplementation((at) => (at < change ? 120 : 60));
  expect(segment('Arctic/Longyearbyen', window)).toMatchObject({ start: change, before: 2 * HOUR, offset: HOUR });
});

afterEach(() => vi.restoreAllMocks());

it('is none in a zone that is none', () => {
  expect(segment('Atlantis/Capital', 0)).toBeUndefined();
});
