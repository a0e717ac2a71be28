import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startDaemons, type Daemons } from './daemons.ts';
import { image, importImage } from './image.ts';
import { findPrograms } from './programs.ts';
import { clearRoom, makeRoom } from './room.ts';
import { clearStale } from './stale.ts';
import { EngineUnavailable } from './unavailable.ts';

// The supervisor: holds a private Docker Engine until its standard input ends or it is told to stop, and leaves nothing behind.
// Told `kill` or `revive` on a line, it does so to dockerd. With --live-restore containers do not mind.
// Exit codes: 0 ended as asked, 1 with a complaint, 3 there can be no engine here.

const person = process.stdin.isTTY;
const holder = new AbortController();
process.exitCode = await supervise(holder.signal);
process.exit();

async function supervise(signal: AbortSignal): Promise<number> {
  listenToHolder();
  let room: Awaited<ReturnType<typeof makeRoom>> | undefined;
  let code = 0;
  try {
    if (process.getuid?.() !== 0) throw new EngineUnavailable('a throw-away engine needs root');
    await clearStale().catch((cause: unknown) => complain(`left by an earlier engine: ${String(cause)}`));
    room = await makeRoom();
    const programs = await findPrograms(room.folder, say, signal);
    const daemons = await startDaemons(room, programs, process.argv.includes('--live-restore'), signal);
    await importImage(room.socket, programs.busybox, signal);
    tell({ socket: room.socket, image }, `Listening on unix://${room.socket} with the image ${image} until Ctrl-C or Ctrl-D.`);
    obey(daemons);
    const reason = await Promise.race([daemons.ended, signal.aborted || once(signal, 'abort')]);
    if (typeof reason === 'string') code = complain(reason);
  } catch (cause) {
    code = failed(cause, signal);
  }
  try {
    if (room) await clearRoom(room);
  } catch (cause) {
    code = complain(cause instanceof Error ? cause.message : String(cause));
  }
  return code;
}

function listenToHolder() {
  const end = () => holder.abort();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, end);
  process.stdin.on('end', end).on('error', end).resume();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // nobody listens any more; clearing goes on
}

/** Does what lines say, each after the one before, and answers each. */
function obey({ kill, revive }: Daemons) {
  const doings = new Map(Object.entries({ kill, revive }));
  let last = Promise.resolve();
  createInterface({ input: process.stdin }).on('line', (word) => {
    last = last
      .then(doings.get(word) ?? (() => Promise.reject(new Error(`"${word}", allowed kill and revive`))))
      .then(() => tell({ done: word }, `Done: ${word}.`))
      .catch((cause: unknown) => tell({ failed: String(cause) }, String(cause)));
  });
}

function failed(cause: unknown, signal: AbortSignal): number {
  if (signal.aborted) {
    tell({ unavailable: 'ended while it was starting' }, 'Ended while it was starting.');
    return 0;
  }
  if (cause instanceof EngineUnavailable || isOfTheSystem(cause)) {
    tell({ unavailable: cause.message }, `Unavailable: ${cause.message}`);
    return 3;
  }
  return complain(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
}

const isOfTheSystem = (cause: unknown): cause is Error => cause instanceof Error && 'syscall' in cause;

function say(line: string) {
  process.stdout.write(`${line}\n`);
}

function tell(answer: object, sentence: string) {
  say(person ? sentence : JSON.stringify(answer));
}

function complain(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}
