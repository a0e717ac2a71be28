import { readSync } from 'node:fs';

/** A line of a file, as it stands there. */
export interface Line {
  readonly text: string;
  /** Where it ends, its line break counted in: bytes from the beginning. */
  readonly end: number;
  /** Whether it has a line break: the last one may lack it. */
  readonly whole: boolean;
}

/** The lines of an open file, however large it is. */
export function* fileLines(file: number): Generator<Line> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let rest = Buffer.alloc(0);
  let start = 0; // of the rest
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(0, read)]) : chunk.subarray(0, read);
    let from = 0;
    for (let at = bytes.indexOf(BREAK); at >= 0; at = bytes.indexOf(BREAK, from)) {
      yield { text: bytes.toString('utf8', from, at), end: start + at + 1, whole: true };
      from = at + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
    start += from;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), end: start + rest.length, whole: false };
}

const BREAK = 10;

/** Bytes. */
const CHUNK = 1 << 22;
