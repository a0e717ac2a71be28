import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCron } from '../../src/triggers/cron.ts';
import { atMidnight, oftenDue, written } from './expressions.ts';
import { vectors } from './vectors.ts';

const { refused } = vectors('cron-refused.json') as { readonly refused: readonly string[] };
it(`${refused.length} vectors are refused, saying what was given and what is allowed`, () => {
  expect(refused.length).toBeGreaterThan(0);
  for (const text of refused) expect(parseCron(text, 'UTC'), text).toEqual({ problem: expect.stringMatching(/^.+, allowed .+/) as string });
});

it.each([
  ['99 0 0', 'hour 99, allowed 0-23'],
  ['7 0 0 0', 'day_of_week 7, allowed 0-6 or mon-sun: monday is 0 and sunday is 6'],
  ['1969 1 1 * * 0 0 0', 'year 1969, allowed 1970-9999'],
  ['* 13 * * * 0 0 0', 'month 13, allowed 1-12 or jan-dec'],
  ['* 0 * * 0 0 0', 'day 0, allowed 1-31, last, or 1st-5th or last with a weekday (2nd fri)'],
  ['6th mon * * 0 0 0', 'day 6th mon, allowed 1-31, last, or 1st-5th or last with a weekday (2nd fri)'],
  ['2nd Monday * * 0 0 0', 'month 2nd, allowed 1-12 or jan-dec'],
  ['5-1 0 0', 'hour 5-1, allowed 0-23, from the smaller to the greater'],
  ['1,,2 0', 'minute 1,,2, allowed 0-59'],
  ['*/70', 'second */70, allowed steps 1-59'],
  ['10-20/11 0', 'minute 10-20/11, allowed steps 1-10'],
  ['1 2 3 4 5 6 7 8 9', '9 fields, allowed 1-8: year month day week day_of_week hour minute second'],
  [' ', 'empty, allowed 1-8 fields: year month day week day_of_week hour minute second'],
])('%j: %s', (text, problem) => {
  expect(parseCron(text, 'UTC')).toEqual({ problem });
});

it('reads every form, and leaves `*` out', () => {
  const text = '*/4 JAN,mar-Jun/2 1ST Mon,last fri,last,7-9 53 * 8-18/5 30/10 0';
  expect(parseCron(text, 'europe/berlin')).toEqual({
    trigger: {
      type: 'cron',
      text,
      timezone: 'Europe/Berlin',
      fields: {
        year: [{ first: 1970, last: 9999, step: 4 }],
        month: [
          { first: 1, last: 1, step: 1 },
          { first: 3, last: 6, step: 2 },
        ],
        day: [{ nth: 1, weekday: 0 }, { nth: 'last', weekday: 4 }, { nth: 'last' }, { first: 7, last: 9, step: 1 }],
        week: [{ first: 53, last: 53, step: 1 }],
        hour: [{ first: 8, last: 18, step: 5 }],
        minute: [{ first: 30, last: 59, step: 10 }],
        second: [{ first: 0, last: 0, step: 1 }],
      },
    },
  });
});

it('fills what is missing with `*` on the left, whatever stands between the fields', () => {
  const fields = (text: string) => {
    const parsed = parseCron(text, 'UTC');
    return 'trigger' in parsed ? parsed.trigger.fields : parsed.problem;
  };
  expect(fields(' \t6  1 0\n0 ')).toEqual(fields('* * * * 6 1 0 0'));
  expect(fields('sun 1 0 0')).toEqual(fields('6 1 0 0'));
});

it('refuses a time zone that there is not', () => {
  expect(parseCron('0', '+02:00')).toEqual({ problem: 'timezone +02:00, allowed a name of the iana time zone database' });
});

it('accepts what is well-formed', () => {
  fc.assert(fc.property(fc.oneof(oftenDue, atMidnight), (text) => 'trigger' in parseCron(written(text), 'UTC')));
});

it('refuses or accepts any text, and never throws', () => {
  const pieces = fc.array(
    fc.constantFrom('*', '/', '-', ',', ' ', '0', '7', '59', '99999999999999999999', 'mon', 'JAN', '2nd', 'last', 'é'),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    pieces.map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseCron(given, 'UTC');
      if ('problem' in parsed) expect(parsed.problem).toMatch(/\S, allowed \S/);
      else expect(JSON.parse(JSON.stringify(parsed.trigger))).toEqual(parsed.trigger);
    }),
    { numRuns: 2000 },
  );
});
