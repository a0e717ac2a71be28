import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineUnavailable, startEngine, type Engine } from './engine/throwaway.ts';

// Every spec, those that need a real Docker Engine included, on a throw-away one. Its last line is the count.
// Fails when a spec does, and under CI=true when the engine specs did not run.

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

let running: ChildProcess | undefined;
const told = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    told.abort();
    signalAll(running, signal);
  });
}
const interrupted = () => told.signal.aborted;
process.exitCode = await test();
process.exit();

async function test(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-test-'));
  let engine: Engine | undefined;
  let complaint: string | undefined;
  let code: number;
  try {
    engine = await engineOrReason();
    if (interrupted()) return 130;
    if ((await run('npm', ['run', '-s', 'build'], {})) !== 0) return 1;
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const held = engine && JSON.stringify({ socket: engine.socket, image: engine.image });
    code = await run('node_modules/.bin/vitest', ['run', ...reporters, ...process.argv.slice(2)], {
      TMPDIR: folder,
      ...(held && { BOSUN_ENGINE: held }),
    });
    if (interrupted()) return 130;
    complaint = summary(JSON.parse(await readFile(report, 'utf8')) as Report, engine !== undefined);
  } finally {
    await engine?.close();
    await rm(folder, { recursive: true });
  }
  return complaint === undefined ? code : 1;
}

async function engineOrReason(): Promise<Engine | undefined> {
  try {
    return await startEngine({ say: (line) => process.stdout.write(`${line}\n`) });
  } catch (cause) {
    if (!(cause instanceof EngineUnavailable)) throw cause;
    process.stdout.write(`The engine specs are skipped, no engine can run here: ${cause.message}\n`);
    return undefined;
  }
}

/** Prints the count, and gives what is wrong with it beside failures. */
function summary({ numPassedTests, numFailedTests, numPendingTests, testResults }: Report, hadEngine: boolean): string | undefined {
  const real = testResults.filter(({ name }) => name.endsWith('.real.spec.ts')).flatMap(({ assertionResults }) => assertionResults);
  const ran = real.filter(({ status }) => status === 'passed' || status === 'failed').length;
  const complaint = process.env.CI === 'true' && ran === 0 ? 'the engine specs did not run' : undefined;
  if (complaint) process.stdout.write(`${complaint}${hadEngine ? '' : ', for the reason above'}: under CI=true that is a failure\n`);
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  process.stdout.write(`${numPassedTests} passed, ${numFailedTests + (complaint ? 1 : 0)} failed${skipped}\n`);
  return complaint;
}

/** Runs a program in a process group of its own, so that nothing that it began outlives it; gives its exit code. */
async function run(program: string, words: readonly string[], environment: Record<string, string>): Promise<number> {
  running = spawn(program, words, { detached: true, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment } });
  const [code] = (await once(running, 'exit')) as [number | null];
  signalAll(running, 'SIGKILL');
  running = undefined;
  return code ?? 1;
}

function signalAll(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // all of it has ended
  }
}
