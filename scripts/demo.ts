import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoEngine, type DemoEngine } from './demo-engine.ts';

// The demo: three labelled containers on a real engine, the daemon on them, its log on the terminal.
// Ends by itself after some 20 s, or with --keep when it is told to; leaves nothing behind.

const HOLDER_STOPS = 9_000;
const ENDS = 20_000;

const told = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort(signal));
process.stdout.on('error', () => told.abort('EPIPE')); // nobody reads it any more, as after `| head`
process.exitCode = await demo(process.argv.includes('--keep'));
process.exit();

async function demo(keep: boolean): Promise<number> {
  let engine: DemoEngine | undefined;
  let daemon: ChildProcess | undefined;
  try {
    engine = await demoEngine(say, told.signal);
    const labels = (job: string, command: string, interval: string) => ({ [`${job}.command`]: command, [`${job}.interval`]: interval });
    const web = { ...labels('greet', "sh -c 'echo hello from $(hostname)'", 'every 2 seconds') };
    const [holder] = await engine.service('web', 2, web);
    await engine.service('db', 1, labels('dump', 'date', '5s'));
    say(
      `The daemon, on two containers of the service web (greet: ${web['greet.interval'] ?? ''}) and one of db (dump: every 5 seconds):\n`,
    );
    daemon = spawn(process.execPath, ['dist/bosun.js'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...engine.environment },
    });
    await pass(HOLDER_STOPS);
    say(`\nNow ${holder?.name ?? ''}, which carries web's job, is stopped:\n`);
    await holder?.stop();
    if (keep) await once(told.signal, 'abort');
    await pass(ENDS - HOLDER_STOPS);
  } catch (cause) {
    if (!told.signal.aborted) {
      process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
      return 1;
    }
  } finally {
    await ended(daemon);
    if (engine) say('\nRemoving what the demo made.');
    await engine?.close();
  }
  return told.signal.aborted && !keep ? 130 : 0;
}

/** Waits so many milliseconds; rejects at once when the demo is told to end. */
function pass(time: number): Promise<void> {
  return sleep(time, undefined, { signal: told.signal });
}

async function ended(daemon: ChildProcess | undefined): Promise<void> {
  if (daemon?.exitCode !== null || daemon.signalCode !== null) return; // none, or gone by itself
  daemon.kill('SIGTERM');
  await once(daemon, 'exit');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
