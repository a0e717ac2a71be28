import type { Piece } from './demultiplex.ts';
import { beginning, ending } from './ends.ts';

/** Collects what a process writes in the order in which it came: all of it, or its two ends where it is more than the limit. */
export interface Captured {
  readonly take: (piece: Piece) => void;
  /** Puts a line of our own between what was written. */
  readonly note: (line: string) => void;
  readonly text: () => string;
}

/** `limit` in bytes: half of it is kept from the beginning, half from the end. What is no UTF-8 is replaced. */
export function captured(limit: number): Captured {
  const half = Math.floor(limit / 2);
  const cut = { stdout: NOTHING, stderr: NOTHING }; // a character of which the rest is yet to come: the other stream must not break it
  const head = beginning(half);
  const tail = ending(limit - half);
  let last = NEWLINE;
  const add = (bytes: Uint8Array) => {
    if (bytes.length === 0) return;
    last = bytes[bytes.length - 1] ?? last;
    tail.add(head.add(bytes));
  };
  return {
    take: ({ stream, bytes }) => {
      const whole = cut[stream].length === 0 ? bytes : Buffer.concat([cut[stream], bytes]);
      const end = whole.length - unfinished(whole);
      cut[stream] = Buffer.from(whole.subarray(end));
      add(whole.subarray(0, end));
    },
    note: (line) => add(Buffer.from(`${last === NEWLINE ? '' : '\n'}${line}\n`)),
    text: () => {
      add(Buffer.concat([cut.stdout, cut.stderr]));
      cut.stdout = cut.stderr = NOTHING; // it may be asked again
      const [first, rest] = [head.bytes(), tail.bytes()];
      if (tail.lost() === 0) return Buffer.concat([first, rest]).toString();
      const [before, after] = [first.subarray(0, first.length - unfinished(first)), rest.subarray(begun(rest))];
      const left = tail.lost() + first.length - before.length + rest.length - after.length;
      return `${before.toString()}\n… ${left} bytes left out …\n${after.toString()}`;
    },
  };
}

const NOTHING = Buffer.alloc(0);
const NEWLINE = 10;

const continues = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** How many bytes at the end begin a character that has more: https://www.rfc-editor.org/rfc/rfc3629#section-3 */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (continues(byte)) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** How many bytes at the beginning end a character that began before. */
function begun(bytes: Uint8Array): number {
  const most = bytes.subarray(0, 3);
  const first = most.findIndex((byte) => !continues(byte));
  return first < 0 ? most.length : first;
}
