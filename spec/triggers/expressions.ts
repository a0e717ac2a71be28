import fc from 'fast-check';

const field = (least: number, most: number): fc.Arbitrary<string> => {
  const value = fc.integer({ min: least, max: most });
  const pair = fc.tuple(value, value).map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const)));
  const item = fc.oneof(
    value.map(String),
    fc.integer({ min: 1, max: most - least }).map((step) => `*/${step}`),
    pair.map(([a, b]) => `${a}-${b}`),
    pair.filter(([a, b]) => a < b).chain(([a, b]) => fc.integer({ min: 1, max: b - a }).map((step) => `${a}-${b}/${step}`)),
    pair.filter(([a]) => a < most).chain(([a]) => fc.integer({ min: 1, max: most - a }).map((step) => `${a}/${step}`)),
  );
  return fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
};

const starOr = (weight: number, other: fc.Arbitrary<string>) =>
  fc.oneof({ weight, arbitrary: fc.constant('*') }, { weight: 10 - weight, arbitrary: other });

const ordinal = fc
  .tuple(fc.constantFrom('1st', '2nd', '3rd', '4th', '5th', 'last'), fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'))
  .map((words) => words.join('_'));

const day = fc.oneof(
  field(1, 31),
  fc.array(fc.oneof(ordinal, fc.constant('last'), field(1, 31)), { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
);
const month = fc.oneof(field(1, 12), fc.constantFrom('jan', 'feb-jun', 'jan-dec/2', 'mar,oct-dec', 'oct/1'));
const namedWeekday = fc.constantFrom('mon', 'mon-fri', 'mon-fri/2', 'sat,sun', 'tue-sat/3');
const weekday = fc.oneof(field(0, 6), namedWeekday);

/** Expressions that match often, for a look at single seconds; `_` stands for the space in `2nd fri`. */
export const oftenDue: fc.Arbitrary<string> = fc
  .tuple(
    starOr(9, month),
    starOr(9, day),
    fc.constant('*'),
    starOr(9, weekday),
    starOr(4, field(0, 23)),
    starOr(4, field(0, 59)),
    field(0, 59),
  )
  .map((fields) => ['*', ...fields].join(' '));

/** Expressions at midnight, for a look at days. */
export const atMidnight: fc.Arbitrary<string> = fc
  .tuple(starOr(8, field(1970, 9999)), starOr(4, month), starOr(3, day), starOr(7, field(1, 53)), starOr(6, weekday))
  .map((fields) => [...fields, '0 0 0'].join(' '));

/** The fields of a crontab's line, with leading seconds; weekdays by name, so that they are written as in cron. */
export const crontabFields: fc.Arbitrary<readonly string[]> = fc.tuple(
  field(0, 59),
  starOr(4, field(0, 59)),
  starOr(4, field(0, 23)),
  starOr(5, field(1, 31)),
  starOr(8, field(1, 12)),
  starOr(5, namedWeekday),
);

/** Those of which one is in a form that only crontab has. */
export const crontabForms: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    crontabFields,
    fc.constantFrom('*', '?', 'L', '1,L', '15'),
    fc.constantFrom('*', '0', '7', '5-7', '*/2', '1/3', 'sun', '5L', 'mon#2', '0#5'),
  )
  .map(([[second, minute, hour, , month], days, weekdays]) => [second!, minute!, hour!, days, month!, weekdays]);

/** As it is written in a label. */
export const written = (expression: string): string => expression.replaceAll('_', ' ');
