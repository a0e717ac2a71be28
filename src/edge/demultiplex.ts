/** A piece of what a process wrote. */
export interface Piece {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

/**
 * Takes an exec's multiplexed stream apart, chunk by chunk, wherever the chunks are cut: an eight-byte header (1 or 2 for the
 * stream, then the length as a big-endian uint32 in its last four bytes), then so many bytes. Nothing is held but a header's start.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function demultiplexer(): (chunk: Uint8Array) => readonly Piece[] {
  const header = Buffer.alloc(HEADER);
  let filled = 0;
  let left = 0;
  return (chunk) => {
    const pieces: Piece[] = [];
    for (let at = 0; at < chunk.length;) {
      if (left > 0) {
        const bytes = chunk.subarray(at, at + left);
        pieces.push({ stream: header[0] === STDERR ? 'stderr' : 'stdout', bytes });
        left -= bytes.length;
        at += bytes.length;
      } else {
        const part = chunk.subarray(at, at + HEADER - filled);
        header.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < HEADER) break;
        filled = 0;
        left = header.readUInt32BE(HEADER - 4);
      }
    }
    return pieces;
  };
}

const HEADER = 8;
const STDERR = 2;
