import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digested } from '../../src/edge/journal/digested.ts';
import { recalled, type Recalled } from '../../src/edge/journal/recalled.ts';
import { segmentsOf } from '../../src/edge/journal/segment.ts';
import { writer } from '../../src/edge/journal/writer.ts';
import type { Fact, JournalFact } from '../../src/facts/fact.ts';
import { again, type Kept } from './two-lives.ts';

/** A folder for a journal, and the real reader and writer at work in it, without its lock. */
export interface JournalFolder {
  readonly path: string;
  /** Opens it, and adds these facts; gives what was known before them, and what the writer told. */
  readonly add: (kept: readonly Kept[]) => Recalled & { readonly told: readonly JournalFact[] };
  /** Opens it, `limit` bytes large. */
  readonly open: (limit: number) => Recalled & ReturnType<typeof writer>;
  readonly segments: () => readonly string[];
  /** Bytes of all that is there. */
  readonly size: () => number;
  /** Takes all away that is in it. */
  readonly empty: () => void;
}

/** In memory, where that is to be had: a spec waits for no disk. */
export function journalFolder(): JournalFolder & Disposable {
  const shared = statSync('/dev/shm', { throwIfNoEntry: false });
  const path = mkdtempSync(join(shared ? '/dev/shm' : tmpdir(), 'bosun-journal-'));
  const open = (limit: number) => {
    const read = recalled(path);
    return {
      ...read,
      ...writer({ folder: path, limit, lines: digested(KEY), last: read.last, next: read.next, isThere: () => true, now: () => 0 }),
    };
  };
  return {
    path,
    open,
    add: (kept) => {
      const told: JournalFact[] = [];
      const { keep, close, ...read } = open(1 << 26);
      for (const { fact, heard, before } of kept)
        keep(
          again<Fact>(fact),
          heard,
          () => before,
          (what) => told.push(what),
        );
      close();
      return { ...read, told };
    },
    segments: () => segmentsOf(path),
    size: () => readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0),
    empty: () => {
      rmSync(path, { recursive: true });
      mkdirSync(path);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

const KEY = Buffer.from('of no importance');
