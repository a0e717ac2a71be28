import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ledger, type Ledger } from '../../streams/ledger.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import { entriesOf, numberOf, segmentsOf, VERSION, type Heading } from './segment.ts';
import { JournalRefused } from './refused.ts';
import { isOutOfRoom } from './why.ts';

/** What a folder's journal comes to, and where it is gone on with. */
export interface Recalled {
  readonly known: Snapshot | undefined;
  readonly last: { readonly path: string; readonly size: number } | undefined;
  /** The number of the next segment. */
  readonly next: number;
  readonly warnings: readonly string[];
}

/** Folds the newest segment that can be read. What is there of a line that was not written whole is set aside, in a file beside it. */
export function recalled(folder: string): Recalled {
  const segments = segmentsOf(folder);
  const next = numberOf(segments.at(-1) ?? '') + 1 || 1;
  const warnings: string[] = [];
  for (const path of segments.toReversed()) {
    const { book, good, skipped } = folded(path);
    const { size } = statSync(path);
    if (skipped > 0) warnings.push(`${path}: ${skipped} ${skipped === 1 ? 'line' : 'lines'} cannot be read, and are left out.`);
    if (good < size) {
      warnings.push(
        `${path}: its last ${size - good} bytes are no whole line, as after a crash: they are set aside in ${basename(path)}.torn.`,
      );
      if (!setAside(path, good)) return { known: book?.snapshot(), last: undefined, next, warnings };
    }
    if (book) return { known: book.snapshot(), last: { path, size: good }, next, warnings };
  }
  return { known: undefined, last: undefined, next, warnings };
}

interface Folded {
  /** None where the segment has no heading. */
  readonly book: Ledger | undefined;
  /** Where its last good line ends. */
  readonly good: number;
  /** How many lines before that cannot be read. */
  readonly skipped: number;
}

function folded(path: string): Folded {
  let book: Ledger | undefined;
  let good = 0;
  let skipped = 0;
  let bad = 0; // since the last good line
  for (const { said, end } of entriesOf(path)) {
    if (!said) {
      bad++;
      continue;
    }
    if (said.type === 'snapshot') book = opened(said, path);
    else if (book) book.hear(said, said.heard ?? said.at);
    else break; // it has no heading
    skipped += bad;
    bad = 0;
    good = end;
  }
  return { book, good, skipped };
}

function opened(heading: Heading, path: string): Ledger {
  if (heading.version === VERSION) return ledger(heading.poolSize, heading);
  throw new JournalRefused(
    `${path} is of version ${heading.version}, and this bosun reads version ${VERSION}: set another STATE_DIR, or start the bosun that wrote it`,
  );
}

/** Keeps what follows the last good line in a file of its own, or the whole where there is none; not where there is no room for that. */
function setAside(path: string, good: number): boolean {
  try {
    if (good === 0) {
      renameSync(path, `${path}.torn`);
      return true;
    }
    const file = openSync(path, 'r+');
    const torn = Buffer.alloc(statSync(path).size - good);
    readSync(file, torn, 0, torn.length, good);
    writeFileSync(`${path}.torn`, torn, { flag: 'a', mode: 0o600 });
    ftruncateSync(file, good);
    fsyncSync(file);
    closeSync(file);
    return true;
  } catch (cause) {
    if (isOutOfRoom(cause)) return false;
    throw cause;
  }
}
