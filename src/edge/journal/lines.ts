import { closeSync, openSync, readSync } from 'node:fs';

/** Makes something of a line: of its text, which is empty where it is longer than anything that is written, and where it ends, in bytes from the beginning with its line break, which the last one may lack. */
export type OfLine<T> = (text: string, end: number, whole: boolean) => T;

/** The lines of a file, however large it is. All of them are to be read: it is open until then. */
export const fileLines = <T>(path: string, of: OfLine<T>): Generator<T> => linesIn(openSync(path, 'r'), of);

function* linesIn<T>(file: number, of: OfLine<T>): Generator<T> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let rest: Buffer[] = []; // what was read of a line that goes on, as long as it is not too long
  let length = 0;
  let start = 0; // of the chunk
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const bytes = chunk.subarray(0, read);
      let from = 0;
      for (let at = bytes.indexOf(BREAK); at >= 0; at = bytes.indexOf(BREAK, from)) {
        const text = length === 0 ? bytes.toString('utf8', from, at) : joined([...rest, bytes.subarray(from, at)], length + at - from);
        yield of(text, start + at + 1, true);
        if (length > 0) [rest, length] = [[], 0];
        from = at + 1;
      }
      length += read - from;
      if (length > LONGEST) rest = [];
      else if (from < read) rest.push(Buffer.from(bytes.subarray(from)));
      start += read;
    }
  } finally {
    closeSync(file);
  }
  if (length > 0) yield of(joined(rest, length), start, false);
}

const joined = (parts: readonly Buffer[], length: number): string => (length > LONGEST ? '' : Buffer.concat(parts).toString('utf8'));

const BREAK = 10;

/** Bytes. */
const CHUNK = 1 << 22;
const LONGEST = 1 << 28;
