import { closeSync, fsyncSync, openSync, statSync, unlinkSync } from 'node:fs';
import { segmentsOf } from './segment.ts';

/** Takes the oldest segments away, and what was set aside of them, until the rest has no more bytes than `room`; never the newest segment. */
export function trim(folder: string, room: number): void {
  const newest = segmentsOf(folder).at(-1);
  let left = room;
  for (const path of segmentsOf(folder, { setAside: true }).toReversed()) {
    left -= statSync(path).size;
    if (left < 0 && path !== newest) unlinkSync(path);
  }
}

/** So that what was created in it is there after a power failure too. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
