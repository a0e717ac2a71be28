import { expect, it } from 'vitest';
import { countOf, timeOf } from '../../src/cli/values.ts';

it.each([
  ['2026-11-22', '2026-11-22T00:00:00.000Z'],
  ['2026-11-22T02:30', '2026-11-22T02:30:00.000Z'],
  ['2026-11-22 02:30:15', '2026-11-22T02:30:15.000Z'],
  ['2026-11-22T02:30:15.123Z', '2026-11-22T02:30:15.123Z'],
  ['2026-11-22T02:30:15,5+01:30', '2026-11-22T01:00:15.500Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
])('%s is a time', (given, iso) => {
  expect(timeOf('from', given)).toBe(Date.parse(iso));
});

it.each(['yesterday', '', '2026-02-30', '2026-13-01', '2026-11-22T25:00', '22.11.2026', '2026-11-22T02:30+1', '2026-11-22+01:00'])(
  '"%s" is none',
  (given) => {
    expect(() => timeOf('from', given)).toThrow(`--from: "${given}" is no time, allowed are such as 2026-11-22, `);
  },
);

it.each(['0', '-1', '1.5', 'ten', '1e3', '', '99999999999999999999'])('"%s" is no count', (given) => {
  expect(() => countOf('last', given)).toThrow(`--last: "${given}" is no whole number from 1 on`);
});

it('what is not given is undefined', () => {
  expect([timeOf('from', undefined), countOf('last', undefined), countOf('last', '007')]).toEqual([undefined, undefined, 7]);
});
