import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The built daemon as a process, and all that it logs. */
export interface Bosun {
  /** With level DEBUG and times in UTC. */
  readonly lines: readonly string[];
  /** Resolves with how it ended, when it has. */
  readonly ended: Promise<string>;
  readonly end: (signal?: NodeJS.Signals) => Promise<string>;
}

export function startBosun(environment: Readonly<Record<string, string>>): Bosun {
  const child = spawn(process.execPath, ['dist/bosun.js'], {
    env: { PATH: process.env.PATH, TZ: 'UTC', DEBUG: '1', ...environment },
    detached: true, // a Ctrl-C is for its holder, which will end it
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise<string>((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (code, signal) => resolve(`bosun ended with ${signal ?? `exit code ${code ?? '?'}`}`));
  }).then((how) => {
    process.off('exit', kill);
    return how;
  });
  return {
    lines,
    ended,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      setTimeout(kill, PATIENCE).unref();
      return ended;
    },
  };
}

/** Milliseconds that it is given to end by itself. */
const PATIENCE = 10_000;
