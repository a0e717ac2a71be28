import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moment } from '../../src/words/moment.ts';

it('is what Node says, without milliseconds where there are none', () => {
  const time = fc.oneof(
    fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
    fc.double({ min: 0, max: 4e12, noNaN: true }),
    fc.integer({ min: 0, max: 200_000 }),
  );
  fc.assert(
    fc.property(fc.array(time), (times) => {
      for (const at of times) expect(moment(at)).toBe(new Date(at).toISOString().replace('.000Z', 'Z'));
    }),
  );
});

it.each([
  [1_795_399_266_781.9, '2026-11-23T02:01:06.781Z'],
  [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
  [253_402_300_800_000, '+010000-01-01T00:00:00Z'],
  [-1, '1969-12-31T23:59:59.999Z'],
])('of %d is %s', (at, said) => {
  expect(moment(at)).toBe(said);
});
