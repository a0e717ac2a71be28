import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Two pipes for what a command writes. */
export interface Pipes {
  /** The ends that it writes to. */
  readonly ends: readonly [stdout: number, stderr: number];
  /** Closes our copies of these, once it has its own, and gives what is read. */
  readonly read: () => readonly [stdout: Readable, stderr: Readable];
}

/** Real pipes, which Node has none of: a command could not open /dev/stderr where that is one of Node's sockets. None where they cannot be made. */
export function pipes(): Pipes | undefined {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'clustercron-'));
    const paths = [join(folder, 'stdout'), join(folder, 'stderr')] as const;
    execFileSync('mkfifo', ['-m', '600', ...paths], { stdio: 'ignore', env: { PATH: `${process.env.PATH ?? ''}:/usr/bin:/bin` } });
    const readers = paths.map((path) => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
    const ends = [openSync(paths[0], constants.O_WRONLY), openSync(paths[1], constants.O_WRONLY)] as const;
    return {
      ends,
      read: () => {
        ends.forEach((end) => closeSync(end));
        const [stdout = 0, stderr = 0] = readers;
        return [new Socket({ fd: stdout, readable: true, writable: false }), new Socket({ fd: stderr, readable: true, writable: false })];
      },
    };
  } catch {
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
