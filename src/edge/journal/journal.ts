import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { firstValueFrom } from 'rxjs';
import type { Fact, JournalFact, Time } from '../../facts/fact.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import { moment } from '../../words/moment.ts';
import { heldAt } from '../held.ts';
import { digested } from './digested.ts';
import { recalled } from './recalled.ts';
import { JournalRefused } from './refused.ts';
import { isOutOfRoom, why } from './why.ts';
import { writer } from './writer.ts';

/** A folder of facts: what they came to, what is odd about it, and how more are added. */
export interface OpenJournal {
  readonly known: Snapshot | undefined;
  /** Whether it goes on, and from when. */
  readonly news: string;
  readonly warnings: readonly string[];
  readonly keep: (fact: Fact, heard: Time, snapshot: () => Snapshot, tell: (fact: JournalFact) => void) => void;
  readonly close: () => void;
}

/**
 * Opens the journal of a folder, `limit` bytes at most, which nobody else has while our process lives. Rejects with JournalRefused where it
 * cannot be one; that there is no room is told once it is written, and may pass.
 */
export async function openJournal(folder: string, limit: number): Promise<OpenJournal> {
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) throw new JournalRefused(`${folder} is no folder`);
    make(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    await hold(folder);
    const isThere = sameAs(folder);
    const { known, warnings, last, next } = recalled(folder);
    const lines = digested(keyIn(folder));
    return { known, news: newsOf(folder, known), warnings, ...writer({ folder, limit, lines, last, next, isThere, now: Date.now }) };
  } catch (cause) {
    throw cause instanceof JournalRefused ? cause : new JournalRefused(`${folder}: ${why(cause)}`);
  }
}

/** With the folders that it is in; not by Node's own way, which does not return from one that cannot be made in /proc. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(resolve(folder)));
  mkdirSync(folder, { mode: 0o700 });
}

/** Tells whether a folder is still the one that it is now, and not another in its place, which nobody holds. */
function sameAs(folder: string): () => boolean {
  const which = () => statSync(folder, { bigint: true, throwIfNoEntry: false });
  const before = which();
  return () => {
    const now = which();
    return now !== undefined && now.ino === before?.ino && now.dev === before.dev;
  };
}

function newsOf(folder: string, known: Snapshot | undefined): string {
  if (!known) return `A new journal begins in ${folder}.`;
  const open = known.services.reduce((sum, { runs }) => sum + runs.filter(({ stage }) => 'since' in stage).length, 0);
  return `The journal in ${folder} goes on: the last was heard ${moment(known.at)}, ${open} ${open === 1 ? 'run was' : 'runs were'} under way.`;
}

/** By a socket, since a file cannot tell whether who made it is there still; by a short name, since a socket's has 107 bytes at most. */
async function hold(folder: string): Promise<void> {
  const place = process.platform === 'linux' ? `/proc/self/fd/${openSync(folder, 'r')}` : folder;
  const self = `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}`;
  const other = await firstValueFrom(heldAt(join(place, 'lock'), self)).catch((cause: unknown) => {
    if (isOutOfRoom(cause)) return undefined;
    throw cause;
  });
  if (other !== undefined) throw new JournalRefused(`${folder} is the journal of another bosun, ${other}`);
}

/** Of the digests; ours alone. One that there was no room for is made anew. */
function keyIn(folder: string): Buffer {
  const path = join(folder, 'key');
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (KEY.test(kept)) return Buffer.from(kept, 'hex');
  const made = randomBytes(32);
  try {
    writeFileSync(path, `${made.toString('hex')}\n`, { mode: 0o600 });
  } catch (cause) {
    if (!isOutOfRoom(cause)) throw cause;
  }
  return made;
}

const KEY = /^[0-9a-f]{64}$/;
