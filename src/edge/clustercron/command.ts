import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { Observable } from 'rxjs';
import { error, info } from '../../words/line.ts';
import { printable } from '../../words/printable.ts';
import { named, type Named } from '../../words/targets.ts';
import { captured } from '../captured.ts';

export interface Command {
  readonly words: readonly string[];
  /** Its output goes through, byte for byte. */
  readonly output: boolean;
  /** Its output is logged once it has ended. */
  readonly logged: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs a command without a shell, on our own stdin. Emits its exit code: 128 + n for a signal, 127 not found, 126 not executable. Signals that would end us are passed on to it. */
export const command = (given: Command, say: (line: Named) => void): Observable<number> =>
  new Observable((subscriber) => {
    const main = named('clustercron.main');
    const end = (code: number) => {
      subscriber.next(code);
      subscriber.complete();
    };
    const fail = (cause: unknown) => {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      say(main(error(`${given.words[0] ?? ''}: ${FAULTS[code] ?? `cannot be run: ${code}`}`)));
      end(code === 'ENOENT' ? 127 : 126);
    };
    say(main(info(`run command: ${given.words.join(' ')}`)));
    let child: ChildProcess;
    try {
      child = spawned(given); // which faults it throws, and which it tells, is a matter of their number
    } catch (cause) {
      fail(cause);
      return;
    }
    const written = given.logged ? (['stdout', 'stderr'] as const).map((stream) => follow(stream, child[stream], given.output)) : [];
    const passing = SIGNALS.map((signal) => ({ signal, pass: () => void child.kill(signal) }));
    passing.forEach(({ signal, pass }) => process.on(signal, pass));
    const ended = (exitCode: number) => {
      if (given.logged)
        [...written.flatMap((lines) => lines()), `returncode: ${exitCode}`].forEach((message) => say(main({ level: 'INFO', message })));
      end(exitCode);
    };
    child.on('error', fail).on('exit', (code, signal) => {
      const exitCode = code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
      const patience = setTimeout(() => ended(exitCode), HELD_OPEN);
      child.on('close', () => {
        clearTimeout(patience);
        ended(exitCode);
      });
    });
    return () => passing.forEach(({ signal, pass }) => process.off(signal, pass));
  });

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'command not found',
  EACCES: 'permission denied',
};

/** Milliseconds that its output is read on after it has ended: what it left in the background may hold it open for ever. */
const HELD_OPEN = 2_000;

/** Characters kept for the log, of either stream. */
const OUTPUT_LIMIT = 1 << 20;

function spawned({ words: [program = '', ...rest], output, logged, environment }: Command): ChildProcess {
  const out = logged ? 'pipe' : output ? 'inherit' : 'ignore';
  const stdio: StdioOptions = ['inherit', out, out];
  return spawn(program, rest, { stdio, env: environment });
}

/** Collects what comes on a stream, and passes it through if asked to; gives its lines for the log. */
function follow(name: 'stdout' | 'stderr', readable: Readable | null, through: boolean): () => readonly string[] {
  const written = captured(OUTPUT_LIMIT);
  readable?.on('data', (bytes: Uint8Array) => written.take({ stream: name, bytes }));
  if (through) readable?.pipe(process[name], { end: false });
  return () =>
    printable(written.text())
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `${name}: ${line}`);
}
