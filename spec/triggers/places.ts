import fc from 'fast-check';

const HOUR = 3_600_000;

/** Around the changes of clocks that differ in kind: by an hour, half an hour, two or 24 hours, at and just after midnight, either way. */
export const CHANGES: readonly (readonly [timezone: string, instant: string])[] = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2027-03-14T07:00:00Z'],
  ['US/Eastern', '2027-11-07T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['America/St_Johns', '2010-11-07T02:31:00Z'],
  ['America/St_Johns', '2010-03-14T03:31:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['Antarctica/Troll', '2026-03-29T01:00:00Z'],
  ['Antarctica/Troll', '2026-10-25T01:00:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Pacific/Kwajalein', '1993-08-21T12:00:00Z'],
  ['Asia/Pyongyang', '2015-08-14T15:00:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
  ['Asia/Kolkata', '2026-06-01T00:00:00Z'],
];

/** Not far from one of them. */
export const place = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -4 * HOUR, max: 4 * HOUR }))
  .map(([[timezone, instant], away]) => ({ timezone, after: Date.parse(instant) + away }));
