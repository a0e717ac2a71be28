import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { parseDate } from '../../src/triggers/date.ts';
import { next } from '../../src/triggers/next.ts';
import { place } from './places.ts';
import { vectors } from './vectors.ts';
import type { DateVector } from './vectors.ts';

const { cases } = vectors('date.json') as { readonly cases: readonly DateVector[] };
it(`${cases.length} vectors are the instants that they are, or are refused for the reason given`, () => {
  expect(cases.length).toBeGreaterThan(0);
  for (const { text, timezone, at, error = '' } of cases) {
    const expected =
      at === undefined
        ? { problem: expect.stringMatching(new RegExp(`${error}.*, allowed |^${error}, allowed `)) as string }
        : { trigger: { type: 'date', text, timezone, at: Date.parse(at) } };
    expect(parseDate(text, timezone), text).toEqual(expected);
  }
});

it.each([
  ['2027-02-30', '2027-02-30, no such day 30, allowed 1-28 in 2027-02'],
  ['2028-02-30', '2028-02-30, no such day 30, allowed 1-29 in 2028-02'],
  ['2027-00-01', '2027-00-01, no such month 0, allowed 1-12'],
  ['1969-12-31', '1969-12-31, no such year 1969, allowed 1970-9999'],
  ['2027-01-01 00:00:60', '2027-01-01 00:00:60, no such second 60, allowed 0-59'],
  ['2027-01-01T00:00:00+24:00', '2027-01-01T00:00:00+24:00, no such offset +24:00, allowed Z and -23:59 to +23:59'],
  [' ', 'empty, allowed forms are 2027-01-31, 2027-01-31 10:00:00, 2027-01-31T10:00:00+02:00'],
  [
    '2027-01-01 10:00',
    '2027-01-01 10:00, seconds are required, allowed forms are 2027-01-31, 2027-01-31 10:00:00, 2027-01-31T10:00:00+02:00',
  ],
])('%j is refused', (text, problem) => {
  expect(parseDate(text, 'UTC')).toEqual({ problem });
});

it.each([
  [' 2027-01-01  10:00:00 ', 'UTC', '2027-01-01T10:00:00.000Z'],
  ['2027-01-01 10:00:00.25', 'UTC', '2027-01-01T10:00:00.250Z'],
  ['2027-01-01t10:00:00.123999z', 'Asia/Tokyo', '2027-01-01T10:00:00.123Z'],
  ['2027-01-01 10:00:00-05:30', 'Asia/Tokyo', '2027-01-01T15:30:00.000Z'],
  ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'], // a day that is not there
  ['1970-01-01', 'Pacific/Kiritimati', '1970-01-01T10:40:00.000Z'],
  ['9999-12-31 23:59:59', 'Pacific/Apia', '9999-12-31T10:59:59.000Z'],
])('%j in %s is %s', (text, timezone, instant) => {
  const parsed = parseDate(text, timezone);
  expect('trigger' in parsed ? new Date(parsed.trigger.at).toISOString() : parsed.problem).toBe(instant);
});

it('refuses a time zone that there is not', () => {
  expect(parseDate('2027-01-01', 'Foo')).toEqual({ problem: 'timezone Foo, allowed a name of the iana time zone database' });
});

it('is what clocks show at that instant, and no earlier instant shows it too, but for times that do not exist', () => {
  fc.assert(
    fc.property(place, ({ timezone, after: time }) => {
      const shown = (at: number) => DateTime.fromMillis(at, { zone: timezone }).toFormat('yyyy-MM-dd HH:mm:ss');
      const second = Math.floor(time / 1000) * 1000;
      const parsed = parseDate(shown(second), timezone);
      const at = 'trigger' in parsed ? parsed.trigger.at : NaN;
      expect(shown(at)).toBe(shown(second));
      expect(at).toBeLessThanOrEqual(second);
      for (let earlier = at - 1_800_000; earlier > at - 48 * 3_600_000; earlier -= 1_800_000) expect(shown(earlier)).not.toBe(shown(at));
    }),
    { numRuns: 50 },
  );
});

it('is due after every earlier instant and at no other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.double({ noNaN: true }), (time, after) => {
      const parsed = parseDate(new Date(time).toISOString(), 'Asia/Kolkata');
      expect('trigger' in parsed && next(parsed.trigger, after)).toBe(time > after ? time : undefined);
    }),
  );
});

it('refuses or accepts any text, and never throws', () => {
  const pieces = fc.array(fc.constantFrom('2027', '-', '1', '02', '31', ' ', 'T', ':', '10:00:00', 'Z', '+02:00', '.5', '９'));
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    pieces.map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseDate(given, 'Europe/Berlin');
      if ('problem' in parsed) expect(parsed.problem).toMatch(/\S, allowed \S|empty, allowed \S/);
      else expect(JSON.parse(JSON.stringify(parsed.trigger))).toEqual(parsed.trigger);
    }),
    { numRuns: 1000 },
  );
});
