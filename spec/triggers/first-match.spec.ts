import { expect, it } from 'vitest';
import { firstMatch } from '../../src/triggers/first-match.ts';

const only = (value: number) => [{ first: value, last: value, step: 1 }];
const at = (text: string) => Date.parse(`${text}Z`);

it.each([
  ['itself', {}, '2026-11-22T10:11:12', '2026-11-22T10:11:12'],
  ['the next minute', { second: only(11) }, '2026-11-22T10:59:12', '2026-11-22T11:00:11'],
  ['a later minute', { minute: only(30) }, '2026-11-22T10:11:12', '2026-11-22T10:30:00'],
  ['the next hour', { minute: only(5) }, '2026-11-22T10:11:12', '2026-11-22T11:05:00'],
  ['the next day', { hour: only(10), minute: only(11), second: only(11) }, '2026-12-31T10:11:12', '2027-01-01T10:11:11'],
  ['the next month', { day: only(22), hour: only(9) }, '2026-11-22T10:11:12', '2026-12-22T09:00:00'],
  ['the next leap year', { month: only(2), day: only(29) }, '2026-11-22T10:11:12', '2028-02-29T00:00:00'],
  ['over a year without leap day', { month: only(2), day: only(29) }, '2096-03-01T00:00:00', '2104-02-29T00:00:00'],
  [
    'the last of its cycle',
    { month: only(2), day: only(29), week: only(9), day_of_week: only(0) },
    '2026-11-22T00:00:00',
    '2044-02-29T00:00:00',
  ],
  ['a far year', { year: only(9999) }, '2026-11-22T10:11:12', '9999-01-01T00:00:00'],
])('%s', (_, fields, from, expected) => {
  expect(firstMatch(fields, at(from))).toBe(at(expected));
});

it.each([
  ['30 February', { month: only(2), day: only(30) }],
  ['a year gone by', { year: only(2020) }],
  ['summer in the first week', { month: only(7), week: only(1) }],
])('there is never %s', (_, fields) => {
  expect(firstMatch(fields, at('2026-11-22T10:11:12'))).toBeUndefined();
});
