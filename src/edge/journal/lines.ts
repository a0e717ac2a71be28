import { readSync } from 'node:fs';

/** A line of a file, as it stands there. */
export interface Line {
  /** Empty where it is longer than anything that is written. */
  readonly text: string;
  /** Where it ends, its line break counted in: bytes from the beginning. */
  readonly end: number;
  /** Whether it has a line break: the last one may lack it. */
  readonly whole: boolean;
}

/** The lines of an open file, however large it is. */
export function* fileLines(file: number): Generator<Line> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let rest: Buffer[] = []; // what was read of a line that goes on, as long as it is not too long
  let length = 0;
  let start = 0; // of the chunk
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
    const bytes = chunk.subarray(0, read);
    let from = 0;
    for (let at = bytes.indexOf(BREAK); at >= 0; at = bytes.indexOf(BREAK, from)) {
      const text = length === 0 ? bytes.toString('utf8', from, at) : joined([...rest, bytes.subarray(from, at)], length + at - from);
      yield { text, end: start + at + 1, whole: true };
      if (length > 0) [rest, length] = [[], 0];
      from = at + 1;
    }
    length += read - from;
    if (length > LONGEST) rest = [];
    else if (from < read) rest.push(Buffer.from(bytes.subarray(from)));
    start += read;
  }
  if (length > 0) yield { text: joined(rest, length), end: start, whole: false };
}

const joined = (parts: readonly Buffer[], length: number): string => (length > LONGEST ? '' : Buffer.concat(parts).toString('utf8'));

const BREAK = 10;

/** Bytes. */
const CHUNK = 1 << 22;
const LONGEST = 1 << 28;
