import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventOf, type Event } from './event.ts';

/** The engine's events since it began, written to a file by a process of its own. */
export interface Recording {
  /** All of them, once the last event of the container with that name is among them. */
  readonly until: (name: string) => Promise<readonly Event[]>;
  readonly end: () => Promise<void>;
}

export async function record(socket: string, file: string): Promise<Recording> {
  const recorder = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('recorder.ts', import.meta.url)), socket, file], {
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(recorder, 'exit').then(() => {
    throw new Error('the recorder of events ended');
  });
  ended.catch(() => undefined);
  await Promise.race([once(recorder.stdout, 'data'), ended]);
  const events = async () => (await readFile(file, 'utf8')).split('\n').slice(0, -1).map(eventOf);
  return {
    until: async (name) => {
      const latest = Date.now() + PATIENCE;
      for (;;) {
        const all = await events();
        if (all.some((event) => event.name === name)) return all;
        if (Date.now() > latest) throw new Error(`no event of ${name} within ${PATIENCE} ms`);
        await Promise.race([sleep(100), ended]);
      }
    },
    end: async () => {
      recorder.stdin.end();
      await ended.catch(() => undefined);
    },
  };
}

/** Milliseconds. */
const PATIENCE = 20_000;
