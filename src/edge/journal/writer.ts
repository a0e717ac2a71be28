import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Fact, JournalFact, Time } from '../../facts/fact.ts';
import type { Duration } from '../../facts/job.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import type { Digested } from './digested.ts';
import { segmentName, segmentsOf } from './segment.ts';
import { why } from './why.ts';

/** Where and how facts are written. */
export interface Writing {
  readonly folder: string;
  /** Bytes of all segments together. */
  readonly limit: number;
  readonly lines: Digested;
  /** The segment that is gone on with, and how many bytes of it are good; none is begun with the first fact. */
  readonly last: { readonly path: string; readonly size: number } | undefined;
  /** The number of the next segment. */
  readonly next: number;
  readonly now: () => Time;
}

/** Appends facts. What is told in one turn of the event loop is one write, but for what precedes the start of a run: that is written at once. */
export function writer({ folder, limit, lines, last, next, now }: Writing) {
  const share = Math.min(limit / 4, LARGEST);
  let file = last && openSync(last.path, 'r+');
  let size = last?.size ?? 0;
  let full = share;
  let number = next;
  let pending: string[] = [];
  let tell: (fact: JournalFact) => void = () => undefined;
  let failed: Time | undefined;
  let unsynced = false;

  const fail = (cause: unknown) => {
    if (file !== undefined) quietly(ftruncateSync, file, size); // what is there of a line is none
    if (file !== undefined) quietly(closeSync, file);
    file = undefined;
    pending = [];
    const again = failed !== undefined;
    failed = now();
    if (!again) tell({ type: 'journal.failed', at: failed, reason: why(cause) });
  };
  const write = (text: string) => {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(file ?? openNew(), bytes, done, bytes.length - done, size + done);
    size += bytes.length;
    sync();
  };
  const flush = () => {
    if (pending.length === 0) return;
    const text = pending.join('');
    pending = [];
    try {
      write(text);
    } catch (cause) {
      fail(cause);
    }
  };
  const openNew = () => {
    throw new Error('no segment is open');
  };
  /** Begins a segment with all that is known, and takes the oldest ones away that there is no room for. */
  const begin = (snapshot: Snapshot) => {
    flush();
    const path = join(folder, segmentName(number++));
    const old = file;
    const oldSize = size;
    file = openSync(path, 'wx', 0o600);
    size = 0;
    try {
      write(lines.heading(snapshot));
    } catch (cause) {
      quietly(closeSync, file);
      quietly(unlinkSync, path);
      [file, size] = [old, oldSize];
      throw cause;
    }
    if (old !== undefined) {
      quietly(fdatasyncSync, old);
      quietly(closeSync, old);
    }
    full = Math.max(share, 2 * size);
    quietly(syncFolder, folder);
    quietly(trim, path);
  };
  /** Makes room for this segment, as large as it may become. */
  const trim = (path: string) => {
    const others = segmentsOf(folder, { setAside: true }).filter((other) => other !== path);
    let room = limit - full;
    for (const other of others.toReversed()) {
      room -= statSync(other).size;
      if (room < 0) unlinkSync(other);
    }
  };
  const sync = () => {
    if (unsynced) return;
    unsynced = true;
    setTimeout(() => {
      unsynced = false;
      if (file === undefined) return;
      if (fstatSync(file).nlink === 0) return fail(new Error(`the files of ${folder} were taken away`));
      fdatasync(file, (cause) => cause && fail(cause));
    }, SYNC).unref();
  };

  return {
    keep: (fact: Fact, heard: Time, snapshot: () => Snapshot, told: (fact: JournalFact) => void): void => {
      tell = told;
      if (fact.type === 'jobs.requested' || fact.type === 'jobs.listed') return; // somebody has asked, and nothing has happened
      if (failed !== undefined && now() - failed < AGAIN) return;
      try {
        if (file === undefined || size >= full) begin(snapshot());
      } catch (cause) {
        return fail(cause);
      }
      if (failed !== undefined) {
        failed = undefined;
        tell({ type: 'journal.resumed', at: now() });
      }
      if (pending.length === 0) queueMicrotask(flush);
      pending.push(lines.fact(fact, heard));
      if (fact.type === 'run.started') flush(); // before its exec is
    },
    close: (): void => {
      flush();
      if (file !== undefined) quietly(fdatasyncSync, file);
    },
  };
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function quietly<A extends unknown[]>(what: (...given: A) => unknown, ...given: A): void {
  try {
    what(...given);
  } catch {
    // nothing can be done about it
  }
}

/** Bytes of a segment, at most: that is read at the start. */
const LARGEST = 1 << 24;

/** Milliseconds. */
const SYNC: Duration = 1_000;

/** Milliseconds until it is tried again. */
const AGAIN: Duration = 10_000;
