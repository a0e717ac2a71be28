import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a script works with that leaves nothing behind. */
export interface Held {
  /** A new folder. */
  readonly folder: string;
  /** Something that is ended when the script is, however that happens; what was begun last ends first. */
  readonly hold: <T>(begun: T | Promise<T>, end: (it: T) => Promise<unknown>) => Promise<T>;
  /** Waits so many milliseconds; rejects at once when the script is told to end. */
  readonly pass: (time: number) => Promise<void>;
}

/** Does a script's work, whose result is its exit code, ends all that it held, and exits; 130 when it is told to end before. */
export async function heldBy(name: string, work: (held: Held) => Promise<number>): Promise<never> {
  const told = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  const hold: Held['hold'] = async (begun, end) => {
    const here = Promise.resolve(begun);
    ends.push(() => here.then(end, () => undefined)); // what is still beginning is waited for
    const it = await here;
    told.signal.throwIfAborted();
    return it;
  };
  const pass: Held['pass'] = (time) => sleep(time, undefined, { signal: told.signal });
  const interrupted = once(told.signal, 'abort').then(() => 130);
  let code = await Promise.race([work({ folder, hold, pass }), interrupted]).catch((cause: unknown) => {
    if (!told.signal.aborted) complain(cause);
    return 1;
  });
  for (const end of ends.reverse()) {
    await end().catch((cause: unknown) => {
      complain(cause);
      code ||= 1;
    });
  }
  process.exit(told.signal.aborted ? 130 : code);
}

function complain(cause: unknown): void {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
}
