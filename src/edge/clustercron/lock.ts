import { lstatSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { errorCode } from './error-code.ts';
import type { Duration } from '../../facts/job.ts';

export interface Lock {
  readonly release: () => void;
}

/**
 * Takes a lock that one process of a user at a time has, or tells who has it. It is a symbolic link to the holder's process id, which
 * is made or not made in one step. One whose process is gone, or that is older than `stale`, is taken over: of two that do so at
 * once both may have it. Throws where the folder takes none.
 */
export function lock(path: string, stale: Duration): Lock | 'held' | 'foreign' {
  const held = lstatSync(path, { throwIfNoEntry: false });
  if (held && (held.uid !== process.geteuid?.() || !held.isSymbolicLink())) return 'foreign';
  if (held && (Date.now() - held.mtimeMs > stale || !isAlive(Number(holder(path))))) remove(path);
  const own = String(process.pid);
  try {
    symlinkSync(own, path);
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return 'held';
    throw cause;
  }
  return { release: () => holder(path) === own && remove(path) };
}

function holder(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** NaN is nobody's process. */
function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (cause) {
    return errorCode(cause) === 'EPERM';
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // somebody was quicker
  }
}
