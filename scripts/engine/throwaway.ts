import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { EngineUnavailable } from './unavailable.ts';

export { EngineUnavailable };

/** A private Docker Engine for as long as it is held. */
export interface Engine {
  /** The path of its unix socket. */
  readonly socket: string;
  /** The same as an address: `unix://…`. */
  readonly host: string;
  /** The name of the one image it has: a static busybox, and a user `app` with the id 1000. */
  readonly image: string;
  /** Why it ended, when it has: closed, or died while it was held. */
  readonly ended: Promise<string>;
  /** Resolves when nothing of it is left; rejects with what its supervisor complained about when something is. */
  readonly close: () => Promise<void>;
}

/**
 * A new engine, held until it is closed or this process ends, however that happens; `EngineUnavailable` where there can be none.
 * `say` is told what the user should know meanwhile, such as that packages are being installed.
 */
export async function startEngine({ say = () => undefined }: { say?: (line: string) => void } = {}): Promise<Engine> {
  const supervisor = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('main.ts', import.meta.url))], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, TSX_DISABLE_CACHE: '1' }, // or it would leave a folder in the temporary one
    detached: true, // a Ctrl-C is for its holder, which will end it
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  supervisor.stdin.on('error', () => undefined); // it is gone; `exited` tells
  const exited = exitOf(supervisor);
  const answer = await Promise.race([answerOf(supervisor.stdout, say), exited.then(({ complaint }) => ({ failed: complaint }))]);
  if ('failed' in answer) throw new Error(`throw-away engine: ${answer.failed}`);
  if ('unavailable' in answer) {
    supervisor.stdin.end();
    await exited;
    throw new EngineUnavailable(answer.unavailable);
  }
  return {
    ...answer,
    host: `unix://${answer.socket}`,
    ended: exited.then(({ complaint }) => complaint),
    close: async () => {
      supervisor.stdin.end();
      const { code, complaint } = await exited;
      if (code !== 0) throw new Error(`throw-away engine: ${complaint}`);
    },
  };
}

type Answer = { readonly socket: string; readonly image: string } | { readonly unavailable: string };

/** The supervisor's answer, a line of JSON; the lines before it are said. */
const answerOf = (stdout: Readable, say: (line: string) => void): Promise<Answer> =>
  new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => (line.startsWith('{') ? resolve(JSON.parse(line) as Answer) : say(line)));
  });

interface Exit {
  readonly code: number | null;
  readonly complaint: string;
}

const exitOf = (supervisor: ChildProcessByStdio<Writable, Readable, Readable>): Promise<Exit> =>
  new Promise((resolve) => {
    let complaint = '';
    supervisor.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-4096)));
    supervisor.on('error', (cause) => resolve({ code: null, complaint: cause.message }));
    supervisor.on('close', (code, signal) => {
      resolve({ code, complaint: complaint.trim() || `its supervisor ended with ${signal ?? `exit code ${code}`}` });
    });
  });
