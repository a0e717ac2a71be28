import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import type { Fact, JournalFact, Time } from '../../facts/fact.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import { heldAt } from '../held.ts';
import { digested } from './digested.ts';
import { recalled } from './recalled.ts';
import { JournalRefused } from './refused.ts';
import { isOutOfRoom, why } from './why.ts';
import { writer } from './writer.ts';

/** A folder of facts: what they came to, what is odd about it, and how more are added. */
export interface OpenJournal {
  readonly known: Snapshot | undefined;
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
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    await hold(folder);
    const { known, warnings, last, next } = recalled(folder);
    return { known, warnings, ...writer({ folder, limit, lines: digested(keyIn(folder)), last, next, now: Date.now }) };
  } catch (cause) {
    throw cause instanceof JournalRefused ? cause : new JournalRefused(`${folder}: ${why(cause)}`);
  }
}

/** By a socket, since a file cannot tell whether who made it is there still; by a short name, since a socket's has 107 bytes at most. */
async function hold(folder: string): Promise<void> {
  const place = process.platform === 'linux' ? `/proc/self/fd/${openSync(folder, 'r')}` : folder;
  const self = `process ${process.pid} since ${new Date().toISOString()}`;
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
