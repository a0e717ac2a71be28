import { expect, it } from 'vitest';
import { table } from '../../src/cli/table.ts';

const columns = [
  { heading: 'NAME', of: ([name]: readonly string[]) => name! },
  { heading: 'TOOK', of: ([, took]: readonly string[]) => took!, numeric: true },
  { heading: '', of: ([, , why]: readonly string[]) => why! },
];

it('is as wide as its cells, and has no blanks at the end of a line', () => {
  const rows = [['a', '3 ms', ''], ['longer', '12.00 s', 'because']]; // prettier-ignore
  expect([...table(columns, rows)]).toEqual(['NAME       TOOK', 'a          3 ms', 'longer  12.00 s  because']);
});

it('cuts a cell that nobody would read, but for the last', () => {
  const [, line] = table(columns, [['n'.repeat(99), '1', 'w'.repeat(99)]]);
  expect(line).toBe(`${'n'.repeat(39)}…     1  ${'w'.repeat(99)}`);
});
