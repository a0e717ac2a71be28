import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, constants, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Time } from '../../facts/fact.ts';
import type { TargetsFact } from '../../facts/targets.ts';

export type Reported = Extract<TargetsFact, { type: 'targets.reported' }>;

/** The answers kept, by what was asked. */
export type Entries = Readonly<Record<string, Reported>>;

/** Reads the answers kept; none where there is no file, or one that is not ours in form. A file that somebody else could have written, or that cannot be read, is distrusted, with the reason. */
export function readCache(filename: string): { readonly entries: Entries } | Distrusted {
  let file: number;
  try {
    file = openSync(filename, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return { entries: {} };
    return { distrusted: code === 'ELOOP' ? 'it is a symbolic link' : `it cannot be read: ${String(code)}` };
  }
  try {
    const { mode, uid, isFile } = stat(file);
    if (!isFile) return { distrusted: 'it is no file' };
    if (uid !== process.geteuid?.()) return { distrusted: `it belongs to another user (${uid})` };
    if (mode & 0o022) return { distrusted: 'others may write to it', ours: true };
    return { entries: parse(readFileSync(file, 'utf8')) };
  } catch (cause) {
    return { distrusted: `it cannot be read: ${String(cause)}` };
  } finally {
    closeSync(file);
  }
}

function stat(file: number) {
  const status = fstatSync(file);
  return { mode: status.mode, uid: status.uid, isFile: status.isFile() };
}

/** Why its content is not believed, and whether it is our own file all the same. */
export interface Distrusted {
  readonly distrusted: string;
  readonly ours?: true;
}

/** Puts all the answers in the file's place at once. */
export function writeCache(filename: string, entries: Entries): void {
  const draft = `${filename}.${randomUUID()}`;
  try {
    writeFileSync(draft, JSON.stringify({ version: VERSION, entries }), { mode: 0o600, flag: 'wx' });
    chmodSync(draft, 0o600); // whatever the umask is
    renameSync(draft, filename);
  } finally {
    rmSync(draft, { force: true });
  }
}

const VERSION = 1;

function parse(text: string): Entries {
  try {
    const { version, entries } = JSON.parse(text) as { version?: unknown; entries?: unknown };
    if (version !== VERSION || typeof entries !== 'object' || entries === null) return {};
    return Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, Reported] => isReported(entry[1])));
  } catch {
    return {};
  }
}

const isReported = (value: unknown): value is Reported => {
  const { type, at, instance, self, targets } = (value ?? {}) as Partial<Record<keyof Reported, unknown>>;
  return (
    type === 'targets.reported' &&
    typeof at === 'number' &&
    typeof instance === 'string' &&
    typeof self === 'string' &&
    Array.isArray(targets) &&
    targets.every(isTarget)
  );
};

const isTarget = (value: unknown): boolean => {
  const { id, state, healthy } = (value ?? {}) as { id?: unknown; state?: unknown; healthy?: unknown };
  return typeof id === 'string' && typeof state === 'string' && typeof healthy === 'boolean';
};

/** The answer to what is asked, if it is not older than `expires`, nor from a time to come. */
export const fresh = (entries: Entries, key: string, now: Time, expires: number): Reported | undefined => {
  const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
  return entry && now - entry.at >= 0 && now - entry.at < expires ? entry : undefined;
};
