import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, JournalFact, Time } from '../../facts/fact.ts';
import type { Duration } from '../../facts/job.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import type { Digested } from './digested.ts';
import { syncFolder, trim } from './folder.ts';
import { segmentName } from './segment.ts';
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
  /** Whether the folder is still the one that we hold. */
  readonly isThere: () => boolean;
  readonly now: () => Time;
}

/** Appends facts. What is told in one turn of the event loop is one write, but for what precedes the start of a run: that is written at once. */
export function writer({ folder, limit, lines, last, next, isThere, now }: Writing) {
  const share = Math.min(limit / 4, LARGEST);
  let file = last && openSync(last.path, 'r+');
  let size = last?.size ?? 0;
  let full = share;
  let number = next;
  let pending: string[] = [];
  let waiting = 0; // bytes
  let tell: (fact: JournalFact) => void = () => undefined;
  let failed: Time | undefined;
  let unsynced = false;

  const drop = () => {
    pending = [];
    waiting = 0;
  };
  const fail = (cause: unknown) => {
    if (file !== undefined) quietly(ftruncateSync, file, size); // what is there of a line is none
    if (file !== undefined) quietly(closeSync, file);
    file = undefined;
    drop();
    const again = failed !== undefined;
    failed = now();
    if (!again) tell({ type: 'journal.failed', at: failed, reason: why(cause) });
  };
  const write = (to: number, text: string) => {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(to, bytes, done, bytes.length - done, size + done);
    size += bytes.length;
    sync();
  };
  const flush = () => {
    if (pending.length === 0 || file === undefined) return;
    const text = pending.join('');
    drop();
    try {
      write(file, text);
    } catch (cause) {
      fail(cause);
    }
  };
  /** Begins a segment with all that is known, once there is room for it, as large as it may become: the oldest give way, the newest once this one is on the disk. */
  const begin = (snapshot: Snapshot) => {
    flush();
    if (!isThere()) throw new Error(takenAway(folder));
    const path = join(folder, segmentName(number++));
    const heading = lines.heading(snapshot);
    const most = Math.max(share, 2 * Buffer.byteLength(heading));
    quietly(trim, folder, limit - most);
    const [old, oldSize] = [file, size];
    const begun = openSync(path, 'wx', 0o600);
    try {
      size = 0;
      write(begun, heading);
      fdatasyncSync(begun);
    } catch (cause) {
      size = oldSize;
      quietly(closeSync, begun);
      quietly(unlinkSync, path);
      throw cause;
    }
    if (old !== undefined) {
      quietly(fdatasyncSync, old);
      quietly(closeSync, old);
    }
    [file, full] = [begun, most];
    quietly(syncFolder, folder);
    quietly(trim, folder, limit - most + size);
  };
  const sync = () => {
    if (unsynced) return;
    unsynced = true;
    setTimeout(() => {
      unsynced = false;
      const written = file;
      if (written === undefined) return;
      try {
        if (fstatSync(written).nlink === 0) throw new Error(takenAway(folder));
      } catch (cause) {
        return fail(cause); // also where a file system that has gone away cannot even tell that
      }
      fdatasync(written, (cause) => cause && written === file && fail(cause)); // it may be full, and closed, by now
    }, SYNC).unref();
  };

  return {
    keep: (fact: Fact, heard: Time, snapshot: () => Snapshot, told: (fact: JournalFact) => void): void => {
      tell = told;
      if (fact.type === 'jobs.requested' || fact.type === 'jobs.listed') return; // somebody has asked, and nothing has happened
      if (failed !== undefined && Math.abs(now() - failed) < AGAIN) return;
      const line = lines.fact(fact, heard);
      const length = Buffer.byteLength(line);
      try {
        if (file === undefined || size + waiting + length > full) begin(snapshot());
      } catch (cause) {
        return fail(cause);
      }
      if (failed !== undefined) {
        failed = undefined;
        tell({ type: 'journal.resumed', at: now() });
      }
      if (pending.length === 0) queueMicrotask(flush);
      pending.push(line);
      waiting += length;
      if (fact.type === 'run.started') flush(); // before its exec is
    },
    close: (): void => {
      flush();
      if (file === undefined) return;
      quietly(fdatasyncSync, file);
      quietly(closeSync, file);
      file = undefined;
    },
  };
}

const takenAway = (folder: string): string => `${folder} or its files were taken away; another one is not written before the next start`;

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
