import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { finished, type Readable } from 'node:stream';
import { Observable } from 'rxjs';
import { error, info, warning } from '../../words/line.ts';
import { printable } from '../../words/printable.ts';
import { named, type Named } from '../../words/targets.ts';
import { captured } from '../captured.ts';
import { errorCode } from './error-code.ts';
import { pipes } from './pipes.ts';

export interface Command {
  readonly words: readonly string[];
  /** Its output goes through, byte for byte. */
  readonly output?: boolean | undefined;
  /** Its output is logged once it has ended. */
  readonly logsOutput?: boolean | undefined;
  /** Signals meant for us are passed on to it. */
  readonly passesSignals?: boolean | undefined;
  /** Our own, if none are given. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Runs a command without a shell, on our own stdin. Emits its exit code: 128 + n for a signal, 127 not found, 126 not executable. Left before that, it is told to end. */
export const command = (given: Command, say: (line: Named) => void): Observable<number> =>
  new Observable((subscriber) => {
    const main = named('clustercron.main');
    const end = (code: number) => {
      subscriber.next(code);
      subscriber.complete();
    };
    const fail = (cause: unknown) => {
      const code = errorCode(cause);
      say(main(error(`${given.words[0] ?? ''}: ${FAULTS[code] ?? `cannot be run: ${code}`}`)));
      end(code === 'ENOENT' ? 127 : 126);
    };
    say(main(info(`run command: ${given.words.join(' ')}`)));
    let child: ChildProcess | undefined; // the listeners are there before it is
    const passing = (given.passesSignals ? SIGNALS : []).map((signal) => ({
      signal,
      pass: () => reachesItToo(signal) || child?.kill(signal),
    }));
    passing.forEach(({ signal, pass }) => process.on(signal, pass));
    subscriber.add(() => passing.forEach(({ signal, pass }) => process.off(signal, pass)));

    const own = given.logsOutput ? pipes() : undefined;
    let begun: ChildProcess;
    try {
      begun = child = spawned(given, own?.ends); // some faults are thrown, others told
    } catch (cause) {
      fail(cause);
      return;
    }
    const [stdout, stderr] = own?.read() ?? [begun.stdout, begun.stderr];
    const written = given.logsOutput ? [follow('stdout', stdout, given.output), follow('stderr', stderr, given.output)] : [];
    subscriber.add(() => {
      if (begun.exitCode === null && begun.signalCode === null) begun.kill();
      begun.unref();
      written.forEach(({ leave }) => leave());
    });
    let patience: NodeJS.Timeout | undefined;
    subscriber.add(() => clearTimeout(patience));
    const ended = (exitCode: number) => {
      const lines = written.flatMap(({ lines }) => lines());
      if (given.logsOutput) [...lines, `returncode: ${exitCode}`].forEach((message) => say(main({ level: 'INFO', message })));
      end(exitCode);
    };
    begun
      .on('error', (cause) => {
        if (begun.pid === undefined) fail(cause);
        else say(main(warning(`${given.words[0] ?? ''}: cannot be signalled: ${errorCode(cause)}`)));
      })
      .on('exit', (code, signal) => {
        const exitCode = code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
        patience = setTimeout(() => ended(exitCode), HELD_OPEN);
        void Promise.all(written.map(({ over }) => over)).then(() => {
          clearTimeout(patience);
          ended(exitCode);
        });
      });
  });

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

const FAULTS: Readonly<Record<string, string>> = { ENOENT: 'command not found', EACCES: 'permission denied' };

/** Milliseconds that its output is read on after it has ended: what it left in the background may hold it open for ever. */
const HELD_OPEN = 2_000;

/** Characters kept for the log, of either stream. */
const OUTPUT_LIMIT = 1 << 20;

function spawned(
  { words: [program = '', ...rest], output, logsOutput, environment }: Command,
  ends: readonly number[] | undefined,
): ChildProcess {
  const out = logsOutput ? 'pipe' : output ? 'inherit' : 'ignore';
  const stdio: StdioOptions = ['inherit', ends?.[0] ?? out, ends?.[1] ?? out];
  return spawn(program, rest, { stdio, env: environment ?? process.env });
}

/** What is typed at a terminal (Ctrl-C, Ctrl-\) is sent to every process in its foreground: the command has it already. */
function reachesItToo(signal: NodeJS.Signals): boolean {
  if (signal !== 'SIGINT' && signal !== 'SIGQUIT') return false;
  try {
    const [, , group, , , foreground] = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return group === foreground;
  } catch {
    return false;
  }
}

interface Followed {
  readonly lines: () => readonly string[];
  /** Resolves when nothing more comes. */
  readonly over: Promise<void>;
  /** Takes no more of it. */
  readonly leave: () => void;
}

/** Collects what comes on a stream, and passes it through if asked to, for as long as somebody takes it. */
function follow(name: 'stdout' | 'stderr', readable: Readable | null, through = false): Followed {
  const written = captured(OUTPUT_LIMIT);
  readable?.on('data', (bytes: Uint8Array) => written.take({ stream: name, bytes }));
  const untaken = () => readable?.resume(); // nobody takes it any more: the command goes on
  if (through) {
    process[name].on('unpipe', untaken);
    readable?.pipe(process[name], { end: false });
  }
  return {
    lines: () =>
      printable(written.text())
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${name}: ${line}`),
    leave: () => {
      process[name].off('unpipe', untaken);
      readable?.destroy();
    },
    over: new Promise((resolve) => (readable ? finished(readable, { writable: false }, () => resolve()) : resolve())),
  };
}
