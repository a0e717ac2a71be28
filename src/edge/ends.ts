/** A part of what is written. */
export interface Kept {
  /** Takes what it can of these bytes, and gives the rest back. */
  readonly add: (bytes: Uint8Array) => Uint8Array;
  readonly bytes: () => Buffer;
}

/** The first `size` bytes, with no more memory than there are. */
export function beginning(size: number): Kept {
  let kept = Buffer.alloc(0);
  let filled = 0;
  return {
    add: (bytes) => {
      const news = bytes.subarray(0, size - filled);
      if (filled + news.length > kept.length) {
        const grown = Buffer.alloc(Math.min(Math.max(filled + news.length, 2 * kept.length), size));
        grown.set(kept);
        kept = grown;
      }
      kept.set(news, filled);
      filled += news.length;
      return bytes.subarray(news.length);
    },
    bytes: () => kept.subarray(0, filled),
  };
}

/** The last `size` bytes: a ring, for which there is memory once there are any. */
export function ending(size: number): Kept & { readonly lost: () => number } {
  let kept = Buffer.alloc(0);
  let written = 0;
  return {
    add: (bytes) => {
      if (bytes.length === 0) return bytes;
      if (kept.length === 0) kept = Buffer.alloc(size);
      const news = bytes.subarray(Math.max(bytes.length - size, 0));
      const at = (written + bytes.length - news.length) % size;
      const first = news.subarray(0, size - at);
      kept.set(first, at);
      kept.set(news.subarray(first.length), 0);
      written += bytes.length;
      return bytes.subarray(bytes.length);
    },
    bytes: () => {
      const at = written % size;
      return written <= size ? kept.subarray(0, written) : Buffer.concat([kept.subarray(at), kept.subarray(0, at)]);
    },
    /** How many bytes are kept no longer. */
    lost: () => Math.max(written - size, 0),
  };
}
