import { expect, it } from 'vitest';
import { nthOfMonth, range } from '../../src/triggers/cron-item.ts';

it.each([
  ['second', '*/7', { first: 0, last: 59, step: 7 }],
  ['second', '007', { first: 7, last: 7, step: 1 }],
  ['day', '5/10', { first: 5, last: 31, step: 10 }],
  ['hour', '8-20/12', { first: 8, last: 20, step: 12 }],
  ['month', 'Jan', { first: 1, last: 1, step: 1 }],
  ['month', 'apr-DEC/4', { first: 4, last: 12, step: 4 }],
  ['day_of_week', 'mon-fri/2', { first: 0, last: 4, step: 2 }],
  ['minute', '0-0/30', { first: 0, last: 0, step: 30 }],
  ['day_of_week', 'sat/1', { first: 5, last: 6, step: 1 }],
] as const)('%s %s', (field, item, expected) => {
  expect(range(field, item)).toEqual(expected);
});

it.each([
  ['day_of_week', 'jan'],
  ['month', 'mon'],
  ['hour', 'mon'],
  ['day_of_week', 'monday'],
  ['day_of_week', 'mon-4'],
  ['day_of_week', '0-fri'],
  ['day', 'last-3'],
  ['second', '*-5'],
  ['second', '5/'],
  ['second', '/5'],
  ['second', '5-'],
  ['second', '59/1'],
  ['second', '5-5/1'],
  ['second', '1-3/0'],
  ['second', '１'],
  ['second', '0x5'],
  ['second', '99999999999999999999999'],
] as const)('%s %s is refused', (field, item) => {
  expect(range(field, item)).toEqual({ problem: expect.stringContaining(`${field} ${item}, allowed `) as string });
});

it.each([
  ['last', { nth: 'last' }],
  ['LAST Sun', { nth: 'last', weekday: 6 }],
  ['5th mon', { nth: 5, weekday: 0 }],
  ['2nd', undefined],
  ['6th mon', undefined],
  ['2th mon', undefined],
  ['last jan', undefined],
  ['lastfri', undefined],
  ['12', undefined],
])('day %s', (item, expected) => {
  expect(nthOfMonth(item)).toEqual(expected);
});
