import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env, lastLine } from './run.ts';
import { until } from './until.ts';

export interface Daemon {
  readonly pid: number;
  /** Resolves with how it ended and its last words, when it has. */
  readonly ended: Promise<string>;
  readonly lastWords: () => Promise<string>;
}

/** Starts a daemon in a session of its own, with its log in the folder. */
export async function launch(folder: string, name: string, program: string, args: readonly string[]): Promise<Daemon> {
  const path = join(folder, `${name}.log`);
  const log = await open(path, 'w');
  const child = spawn(program, args, { cwd: folder, detached: true, stdio: ['ignore', log.fd, log.fd], env: { ...env, TMPDIR: folder } });
  await log.close();
  const lastWords = async () => messageOf(lastLine(await readFile(path, 'utf8').catch(() => '')));
  const exit = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`${name} ended with ${signal ?? `exit code ${code ?? '?'}`}`));
    child.once('error', ({ message }) => resolve(message));
  });
  const ended = exit.then(async (how) => `${how}: ${await lastWords()}`);
  return { pid: child.pid ?? 0, ended, lastWords };
}

/** Why a daemon does not do what it should within a minute; nothing when it does. */
export async function answer(daemon: Daemon, does: () => Promise<boolean>, signal: AbortSignal): Promise<string | undefined> {
  let failure: string | undefined;
  void daemon.ended.then((words) => (failure = words));
  const settled = await until(async () => failure !== undefined || (await does()), 60_000, signal);
  return settled ? failure : `no answer within a minute: ${await daemon.lastWords()}`;
}

/** The daemons write logfmt; what they say at their end, and what the shell says, is plain. */
const messageOf = (line: string) => /msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replaceAll('\\"', '"') ?? (line || 'not a word');
