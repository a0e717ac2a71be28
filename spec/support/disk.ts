import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of a few KiB, in a mount namespace of its own: only who enters that finds it. */
export interface Disk {
  /** Where it is for who has entered. */
  readonly path: string;
  /** A command that enters before it runs. */
  readonly within: (...command: readonly string[]) => readonly string[];
  /** Leaves no byte. */
  readonly fill: () => void;
  readonly free: () => void;
  readonly end: () => Promise<unknown>;
}

/** Why there is none here, if so. */
export const noDisk: string | undefined = obstacle('unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt');

/** The words of a program that fails; none where it works. */
export function obstacle(program: string, ...words: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/** `path` is a folder. `options` are of `mount`. */
export async function disk(path: string, options = 'size=128k'): Promise<Disk> {
  const script = 'mount -t tmpfs -o "$1" tmpfs "$0" && echo mounted && exec sleep 1000';
  const holder = spawn('unshare', ['--mount', 'sh', '-c', script, path, options], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const filler = join(`/proc/${holder.pid}/root`, path, 'filler');
  return {
    path,
    within: (...command) => ['nsenter', `--mount=/proc/${holder.pid}/ns/mnt`, '--', ...command],
    fill: () => {
      for (const bytes of [4_096, 1])
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(bytes));
        } catch (cause) {
          if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause;
        }
    },
    free: () => rmSync(filler),
    end: () => {
      const ended = once(holder, 'exit');
      holder.kill('SIGKILL');
      return ended;
    },
  };
}
