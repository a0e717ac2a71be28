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
  /** Kills its dockerd with SIGKILL, which is not its end: containers go on until it is revived, and with live-restore also then. */
  readonly kill: () => Promise<void>;
  /** Starts its dockerd again; resolves when that answers. */
  readonly revive: () => Promise<void>;
  /** Resolves when nothing of it is left; rejects with what its supervisor complained about when something is. */
  readonly close: () => Promise<void>;
}

interface Wishes {
  readonly say?: (line: string) => void;
  /** Whether containers outlive their dockerd. */
  readonly liveRestore?: boolean;
}

/**
 * A new engine, held until it is closed or this process ends, however that happens; `EngineUnavailable` where there can be none.
 * `say` is told what the user should know meanwhile, such as that packages are being installed.
 */
export async function startEngine({ say = () => undefined, liveRestore = false }: Wishes = {}): Promise<Engine> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const supervisor = spawn(process.execPath, ['--import', 'tsx', main, ...(liveRestore ? ['--live-restore'] : [])], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, TSX_DISABLE_CACHE: '1' }, // or it would leave a folder in the temporary one
    detached: true, // a Ctrl-C is for its holder, which will end it
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  supervisor.stdin.on('error', () => undefined); // it is gone; `exited` tells
  const exited = exitOf(supervisor);
  const answer = await Promise.race([answerOf<Answer>(supervisor.stdout, say), exited.then(({ complaint }) => ({ failed: complaint }))]);
  if ('failed' in answer) throw new Error(`throw-away engine: ${answer.failed}`);
  if ('unavailable' in answer) {
    supervisor.stdin.end();
    await exited;
    throw new EngineUnavailable(answer.unavailable);
  }
  const order = async (word: 'kill' | 'revive') => {
    supervisor.stdin.write(`${word}\n`);
    const done = await Promise.race([answerOf<Done>(supervisor.stdout, say), exited.then(({ complaint }) => ({ failed: complaint }))]);
    if ('failed' in done) throw new Error(`throw-away engine: ${word}: ${done.failed}`);
  };
  return {
    ...answer,
    kill: () => order('kill'),
    revive: () => order('revive'),
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

type Done = { readonly done: string } | { readonly failed: string };

/** The supervisor's next answer, a line of JSON; the lines before it are said. */
const answerOf = <A>(stdout: Readable, say: (line: string) => void): Promise<A> =>
  new Promise((resolve) => {
    const lines = createInterface({ input: stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return say(line);
      lines.close();
      resolve(JSON.parse(line) as A);
    });
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
