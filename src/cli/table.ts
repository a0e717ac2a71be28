/** A column of a table. */
export interface Column<T> {
  readonly heading: string;
  readonly of: (row: T) => string;
  /** Whether it holds numbers, which stand below each other at their end. */
  readonly numeric?: boolean;
}

/** The lines of a table: its headings, then its rows; a column is as wide as its widest cell, and no wider than anybody reads, but for the last. */
export function* table<T>(columns: readonly Column<T>[], rows: readonly T[]): Generator<string> {
  const widths = columns.map(({ heading, of }) =>
    rows.reduce((widest, row) => Math.min(Math.max(widest, Array.from(of(row)).length), WIDEST), heading.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, n) => (n === cells.length - 1 ? cell : padded(cell, widths[n] ?? 0, columns[n]?.numeric)))
      .join('  ')
      .trimEnd();
  yield line(columns.map(({ heading }) => heading));
  for (const row of rows) yield line(columns.map(({ of }) => of(row)));
}

function padded(cell: string, width: number, numeric = false): string {
  const characters = Array.from(cell);
  if (characters.length > width) return `${characters.slice(0, width - 1).join('')}…`;
  const room = ' '.repeat(width - characters.length);
  return numeric ? room + cell : cell + room;
}

/** Characters. */
const WIDEST = 40;
