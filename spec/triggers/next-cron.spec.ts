import { Settings } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cron } from '../../src/facts/job.ts';
import { nextCron } from '../../src/triggers/next-cron.ts';
import { cron, iso, times } from './cron-times.ts';
import { vectors } from './vectors.ts';
import type { CronVector } from './vectors.ts';

const HOUR = 3_600_000;

describe.each(['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'])('told that it is %s', (today) => {
  const { now } = Settings;
  beforeAll(() => {
    Settings.now = () => Date.parse(today);
  });
  afterAll(() => {
    Settings.now = now;
  });

  for (const file of ['cron.json', 'cron-forms.json']) {
    const all = vectors(file) as readonly CronVector[];
    it(`${all.length} vectors of ${file} are due when they are`, () => {
      expect(all.length).toBeGreaterThan(0);
      for (const { expression, timezone, after, next } of all) {
        const due = iso(times(cron(expression, timezone), Date.parse(after), { count: Math.max(next.length, 1) }));
        expect(due, `${expression} in ${timezone}`).toEqual(next);
      }
    });
  }
});

const { never } = vectors('cron-refused.json') as { readonly never: readonly string[] };
it(`${never.length} vectors are never due, and it takes less than 50 ms to know`, () => {
  expect(never.length).toBeGreaterThan(0);
  for (const expression of [...never, '1970-9999 2 30 * * 0 0 0', '* dec 1st fri * wed 0 0 0']) {
    const trigger = cron(expression, 'Europe/Berlin');
    const start = process.hrtime.bigint();
    expect(nextCron(trigger, Date.parse('2026-11-22T00:00:00Z')), expression).toBeUndefined();
    expect(Number(process.hrtime.bigint() - start) / 1e6, expression).toBeLessThan(50);
  }
});

it('is due 3600 times in an hour of which every second matches', () => {
  const after = Date.parse('2026-10-25T00:30:00Z');
  expect(times(cron('* * * * * * *', 'Europe/Berlin'), after, { until: after + HOUR })).toHaveLength(3600);
});

it.each([
  ['a half-hourly job goes on through a repeated hour', '*/30 0', ['00:00', '00:30', '01:00', '01:30', '02:00']],
  ['a daily job in a repeated hour runs in its first pass', '2 30 0', ['00:30']],
])('%s', (_, expression, expected) => {
  const after = Date.parse('2026-10-24T23:59:00Z');
  const due = iso(times(cron(expression, 'Europe/Berlin'), after, { until: after + 2.2 * HOUR }));
  expect(due).toEqual(expected.map((time) => `2026-10-25T${time}:00.000Z`));
});

it('is due in the second pass of an hour before a midnight, of a day that does not come back for a year', () => {
  const [first, second] = ['2018-02-18T01:45:00Z', '2018-02-18T02:45:00Z'].map((instant) => Date.parse(instant));
  expect(nextCron(cron('* 2 17 * * * 45 0', 'America/Sao_Paulo'), first!)).toBe(second);
});

it('reaches to the end of the year 9999 and not beyond', () => {
  const trigger = cron('9999 12 31 * * 23 59 59', 'Pacific/Apia');
  expect(times(trigger, 0, {})).toEqual([Date.UTC(9999, 11, 31, 10, 59, 59)]);
  for (const after of [NaN, Infinity, 1e300]) expect(nextCron(cron('*', 'UTC'), after)).toBeUndefined();
  expect(nextCron(cron('*', 'Pacific/Auckland'), -Infinity)).toBe(-12 * HOUR);
});

it('is never due in a zone that the runtime no longer has', () => {
  expect(nextCron({ ...cron('*', 'UTC'), timezone: 'Atlantis/Capital' }, 0)).toBeUndefined();
});

it('goes on from a trigger that was written down and read back', () => {
  const trigger = cron('* * 1st mon,last * * 8 0 0', 'Europe/Berlin');
  const read = JSON.parse(JSON.stringify(trigger)) as Cron;
  expect(read).toEqual(trigger);
  expect(times(read, 0, { count: 5 })).toEqual(times(trigger, 0, { count: 5 }));
});
