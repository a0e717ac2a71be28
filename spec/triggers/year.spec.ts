import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { matchingDays } from '../../src/triggers/year.ts';

/** Either side of 2100, which has no leap day. */
const YEARS = Array.from({ length: 80 }, (_, index) => 2060 + index);

function dates(year: number, months: readonly number[]): readonly string[] {
  const all = months.flatMap((days, month) => Array.from({ length: 31 }, (_, bit) => (days & (1 << bit) ? [month + 1, bit + 1] : [])));
  return all.filter((date) => date.length > 0).map(([month, day]) => DateTime.utc(year, month!, day!).toISODate()!);
}

function days(year: number, matches: (date: DateTime) => boolean): readonly string[] {
  const all = Array.from({ length: DateTime.utc(year).daysInYear }, (_, index) => DateTime.utc(year).plus({ days: index }));
  return all.filter(matches).map((date) => date.toISODate()!);
}

it('the 1st and 53rd week of every year are those of ISO 8601', () => {
  for (const week of [1, 53]) {
    const fields = { week: [{ first: week, last: week, step: 1 }] };
    for (const year of YEARS) {
      expect(dates(year, matchingDays(fields, year))).toEqual(days(year, ({ weekNumber }) => weekNumber === week));
    }
  }
});

it('the last days and weekdays of every month are those of the calendar', () => {
  const last = { day: [{ nth: 'last' }] } as const;
  const lastSunday = { day: [{ nth: 'last', weekday: 6 }] } as const;
  for (const year of YEARS) {
    expect(dates(year, matchingDays(last, year))).toEqual(days(year, ({ day, daysInMonth }) => day === daysInMonth));
    expect(dates(year, matchingDays(lastSunday, year))).toEqual(
      days(year, ({ day, weekday, daysInMonth }) => weekday === 7 && day > daysInMonth! - 7),
    );
  }
});
