import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timetable, type Entry } from '../../src/streams/timetable.ts';

it('gives what stands, by time, and what came first first', () => {
  const operation = fc.record({ at: fc.integer({ min: 0, max: 50 }), drop: fc.boolean() });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 300 }), (operations) => {
      const table = timetable<Entry & { readonly n: number }>();
      const entries = operations.map(({ at }, n) => ({ at, n }));
      entries.forEach(table.put);
      operations.forEach(({ drop }, n) => drop && table.drop(entries[n]!));
      const standing = operations.flatMap(({ at, drop }, n) => (drop ? [] : [{ at, n }])).sort((a, b) => a.at - b.at || a.n - b.n);
      expect(table.earliest()).toBe(standing[0]?.at);
      const taken = [];
      for (let entry = table.take(50); entry; entry = table.take(50)) taken.push(entry.n);
      expect(taken).toEqual(standing.map(({ n }) => n));
    }),
  );
});

it('takes nothing that stands later', () => {
  const table = timetable();
  table.put({ at: 5 });
  expect(table.take(4)).toBeUndefined();
  expect(table.take(5)).toEqual({ at: 5 });
});
