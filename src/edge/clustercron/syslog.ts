import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Level } from '../../words/line.ts';
import type { Named } from '../../words/targets.ts';
import type { Log } from './log.ts';

/**
 * Whether somebody listens at the syslog's socket. Node speaks no datagrams there, but to try tells: a socket that takes them
 * refuses our kind of connection, one that nobody listens at any.
 */
export const hasSyslog = (path = '/dev/log'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    const found = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.on('connect', () => found(true)).on('error', (cause: NodeJS.ErrnoException) => found(cause.code === 'EPROTOTYPE'));
  });

/** Hands lines to the local syslog by logger(1), as `<PRI>clustercron.lb [PID]: text` and in order. What it does not take, `otherwise` gets. */
export function syslog(otherwise: (line: Named) => void): Log {
  const waiting: Named[] = [];
  let written: Promise<void> | undefined;
  let stuck = false;
  const write = async () => {
    for (let [first] = waiting; first; [first] = waiting) {
      const { name, level } = first;
      const others = waiting.findIndex((line) => line.name !== name || line.level !== level);
      const batch = waiting.splice(0, others < 0 ? waiting.length : others);
      stuck ||= !(await logger(name, level, batch));
      if (stuck) batch.forEach(otherwise);
    }
    written = undefined;
  };
  return {
    say: (line) => {
      waiting.push(line);
      written ??= write();
    },
    written: () => written ?? Promise.resolve(),
  };
}

/** One logger(1) for lines of one name and level; false where that did not work. */
const logger = (name: string, level: Level, lines: readonly Named[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn('logger', ['-t', `${name} [${process.pid}]`, '-p', `user.${SEVERITY[level]}`], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: `${process.env.PATH ?? ''}:/usr/bin:/bin` },
    });
    const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE); // a syslog that reads nothing holds it up
    child
      .on('error', () => resolve(false))
      .on('exit', (code) => {
        clearTimeout(patience);
        resolve(code === 0);
      });
    child.stdin.on('error', () => undefined).end(lines.map(({ message }) => `${pieces(message).join('\n')}\n`).join(''));
  });

const SEVERITY: Readonly<Record<Level, string>> = { DEBUG: 'debug', INFO: 'info', WARNING: 'warning', ERROR: 'err', CRITICAL: 'crit' };

/** Milliseconds for one logger(1). */
const PATIENCE = 2_000;

/** What syslog takes as one entry: cut between words where there are some, not in an instance's id. */
const pieces = (message: string): readonly string[] => message.match(/.{1,900}(?:\s|$)|.{1,900}/g) ?? [message];
