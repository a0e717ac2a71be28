import type { Piece } from './demultiplex.ts';

/** Collects what a process writes, decoded, in the order in which it came: all of it, or its two ends where it is more than the limit. */
export interface Captured {
  readonly take: (piece: Piece) => void;
  /** Puts a line of our own between what was written. */
  readonly note: (line: string) => void;
  readonly text: () => string;
}

/** `limit` in characters: half of it is kept from the beginning, half from the end. */
export function captured(limit: number): Captured {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const half = Math.floor(limit / 2);
  let head = '';
  let tail = '';
  let omitted = 0;
  const add = (text: string) => {
    const room = half - head.length;
    head += text.slice(0, room);
    tail += text.slice(Math.max(room, 0));
    if (tail.length > 2 * half) cut();
  };
  const cut = () => {
    const excess = Math.max(tail.length - half, 0);
    omitted += excess;
    tail = tail.slice(excess);
  };
  return {
    take: ({ stream, bytes }) => add(decoders[stream].decode(bytes, { stream: true })),
    note: (line) => add(`${head + tail === '' || (head + tail).endsWith('\n') ? '' : '\n'}${line}\n`),
    text: () => {
      add(decoders.stdout.decode() + decoders.stderr.decode());
      cut();
      return omitted > 0 ? `${head}\n… ${omitted} characters left out …\n${tail}` : head + tail;
    },
  };
}
