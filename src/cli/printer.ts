/** What is printed, in large pieces: nobody waits for each line, and no more is kept than a piece. */
export interface Printer {
  readonly print: (text: string) => void;
  /** Whether there is a piece to flush. */
  readonly isFull: () => boolean;
  /** Rejects where it cannot be written. */
  readonly flush: () => Promise<void>;
}

export function printer(stream: NodeJS.WritableStream): Printer {
  let pending = '';
  stream.on('error', () => undefined); // whoever flushes is told
  return {
    print: (text) => void (pending += text),
    isFull: () => pending.length >= PIECE,
    flush: () => {
      const piece = pending;
      pending = '';
      return new Promise((resolve, reject) => stream.write(piece, (cause) => (cause ? reject(cause) : resolve())));
    },
  };
}

/** Characters. */
const PIECE = 1 << 16;
