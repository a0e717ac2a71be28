import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What a program has said that has ended; its code is 128 where a signal ended it. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a process group of its own, all of which ends with the signal. Rejects where it cannot be started, and when the signal told it to end. */
export async function ran(program: string, words: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Ran> {
  signal.throwIfAborted();
  const child = spawn(program, words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
  const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
  signal.addEventListener('abort', end);
  try {
    const [[code], stdout, stderr] = (await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])) as [
      [number | null],
      string,
      string,
    ];
    signal.throwIfAborted();
    return { code: code ?? 128, stdout, stderr };
  } finally {
    signal.removeEventListener('abort', end);
  }
}
