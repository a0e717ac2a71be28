import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import { ledger, type Ledger } from '../../streams/ledger.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import { entriesOf, nextNumber, segmentsOf, VERSION, type Heading } from './segment.ts';
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

/**
 * Folds the newest segment that has a heading, and those after it whose own cannot be read. What is there of a line that was not written whole
 * is set aside, in a file beside it.
 */
export function recalled(folder: string): Recalled {
  const next = nextNumber(folder);
  const warnings: string[] = [];
  const headless: string[] = [];
  const torn: (readonly [path: string, good: number])[] = [];
  const areSetAside = () => torn.filter(([path, good]) => !setAside(path, good)).length === 0; // not before all is read: a folder that is refused stays as it is
  for (const path of segmentsOf(folder).toReversed()) {
    const { book, good, skipped } = folded(path);
    const { size } = statSync(path);
    if (skipped > 0)
      warnings.push(`${path}: ${skipped === 1 ? '1 line cannot be read, and is' : `${skipped} lines cannot be read, and are`} left out.`);
    if (good < size)
      warnings.push(
        `${path}: its last ${size - good} bytes are no whole line, as after a crash: they are set aside in ${basename(path)}.torn.`,
      );
    if (good < size) torn.push([path, good]);
    if (book) {
      headless.forEach((later) => folded(later, book));
      const isClean = areSetAside();
      return { known: book.snapshot(), last: isClean && headless.length === 0 ? { path, size: good } : undefined, next, warnings };
    }
    if (good > 0) headless.unshift(path);
  }
  areSetAside();
  if (headless.length > 0)
    warnings.push(
      `${folder}: without the first line of a file nothing of it is known. All jobs begin anew, and of runs that go on nothing is known.`,
    );
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

/** `before`: what is known of all before it. */
function folded(path: string, before?: Ledger): Folded {
  let book = before;
  let good = 0;
  let skipped = 0;
  let bad = 0; // since the last good line
  for (const { said, end } of entriesOf(path)) {
    if (!said) {
      bad++;
      continue;
    }
    try {
      if (said.type === 'snapshot') book = opened(said, path);
      else book?.hear(said, said.heard ?? said.at);
    } catch (cause) {
      if (cause instanceof JournalRefused) throw cause;
      skipped++; // it is whole, and makes no sense
    }
    skipped += bad;
    bad = 0;
    good = end;
  }
  return { book, good, skipped };
}

function opened(heading: Heading, path: string): Ledger {
  if (heading.version === VERSION || typeof heading.version !== 'number') return ledger(heading.poolSize, heading);
  throw new JournalRefused(
    `${path} is of version ${heading.version}, and this bosun reads version ${VERSION}: set another STATE_DIR, or start the bosun that wrote it`,
  );
}

/** Keeps what follows the last good line in a file of its own, or the whole where there is none; not where there is no room for that. */
function setAside(path: string, good: number): boolean {
  const torn = `${path}.torn`;
  try {
    if (good === 0 && !existsSync(torn)) renameSync(path, torn);
    else moveTail(path, good, torn);
    return true;
  } catch (cause) {
    if (isOutOfRoom(cause)) return false;
    throw cause;
  }
}

function moveTail(path: string, good: number, to: string): void {
  const file = openSync(path, 'r+');
  try {
    const tail = Buffer.alloc(fstatSync(file).size - good);
    readSync(file, tail, 0, tail.length, good);
    writeFileSync(to, tail, { flag: 'a', mode: 0o600 });
    ftruncateSync(file, good);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
