import { expect, it } from 'vitest';
import { crontabItem } from '../../src/triggers/crontab-item.ts';

it.each([
  ['minute', '*/20', [0, 20, 40], []],
  ['minute', '*/70', [0], []],
  ['hour', '20/2', [20, 22], []],
  ['month', 'Jan-APR/2', [1, 3], []],
  ['day_of_week', '0', [6], []],
  ['day_of_week', '7', [6], []],
  ['day_of_week', 'SUN', [6], []],
  ['day_of_week', '5-7', [6, 4, 5], []],
  ['day_of_week', '0-7', [6, 0, 1, 2, 3, 4, 5], []],
  ['day_of_month', 'L', [], [{ nth: 'last' }]],
  ['day_of_week', '5L', [], [{ nth: 'last', weekday: 4 }]],
  ['day_of_week', 'thuL', [], [{ nth: 'last', weekday: 3 }]],
  ['day_of_week', '7#2', [], [{ nth: 2, weekday: 6 }]],
  ['day_of_week', 'mon#5', [], [{ nth: 5, weekday: 0 }]],
] as const)('%s %s', (name, item, values, nth) => {
  expect(crontabItem(name, item)).toEqual({ values, nth });
});

it.each([
  ['minute', '60'],
  ['minute', 'H'],
  ['minute', 'H/15'],
  ['minute', '?'],
  ['minute', 'L'],
  ['minute', '1#2'],
  ['minute', '*/0'],
  ['minute', 'mon'],
  ['day_of_month', '0'],
  ['day_of_month', '15W'],
  ['day_of_month', 'LW'],
  ['day_of_month', 'L-3'],
  ['month', 'january'],
  ['day_of_week', '8'],
  ['day_of_week', 'L'],
  ['day_of_week', '*#2'],
  ['day_of_week', '5#6'],
  ['day_of_week', '5#1.5'],
  ['day_of_week', '5#2e0'],
  ['day_of_week', '8L'],
] as const)('%s %s is refused', (name, item) => {
  expect(crontabItem(name, item)).toEqual({ problem: expect.stringContaining(`${name} ${item}, allowed `) as string });
});
