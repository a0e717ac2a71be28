import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '../src/streams/reason.ts';
import { EngineUnavailable, startEngine, type Engine } from './engine/throwaway.ts';

// Every spec, those that need a real Docker Engine included, on a throw-away one. Its last line is the count.
// Fails when a spec does, and under CI=true when the engine specs did not run.

interface Report {
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
const UNHAD = 'engine specs did not run: under CI=true that is a failure';
process.exitCode = await test();
process.exit();

async function test(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-test-'));
  const result: Result = { code: 1, report: undefined, complaints: [] };
  let engine: Engine | undefined;
  try {
    engine = await engineOrReason();
    if (!interrupted()) Object.assign(result, await specs(folder, engine));
  } finally {
    await engine?.close().catch((cause: unknown) => result.complaints.push(reasonOf(cause)));
    await rm(folder, { recursive: true });
  }
  return interrupted() ? 130 : summary(result);
}

interface Result {
  readonly code: number;
  readonly report: Report | undefined;
  readonly complaints: string[];
}

async function specs(folder: string, engine: Engine | undefined): Promise<Partial<Result>> {
  if ((await run('npm', ['run', '-s', 'build'], {})) !== 0) return { complaints: ['the build failed'] };
  const file = join(folder, 'report.json');
  const held = engine && JSON.stringify({ socket: engine.socket, image: engine.image });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const words = ['run', ...reporters, ...process.argv.slice(2)];
  const code = await run('node_modules/.bin/vitest', words, { TMPDIR: folder, FUZZ_RUNS: '100000', ...(held && { BOSUN_ENGINE: held }) });
  const report = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => undefined,
  );
  return { code, report };
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

/** Prints what was wrong beside failed specs, and last the count; gives the exit code. */
function summary({ code, report, complaints }: Result): number {
  const all = report?.testResults.flatMap(({ name, assertionResults }) => assertionResults.map(({ status }) => ({ name, status }))) ?? [];
  const count = (...statuses: readonly string[]) => all.filter(({ status }) => statuses.includes(status)).length;
  const skipped = all.length - count('passed', 'failed');
  const onEngine = all.filter(({ name }) => name.endsWith('.real.spec.ts'));
  const wrong = [...complaints, ...(report ? [] : ['there is no report of the specs'])];
  if (process.env.CI === 'true' && !onEngine.every(({ status }) => status === 'passed' || status === 'failed')) wrong.push(UNHAD);
  if (process.env.CI === 'true' && onEngine.length === 0) wrong.push(UNHAD);
  if (code !== 0 && count('failed') === 0 && wrong.length === 0)
    wrong.push('a spec file could not be run, or something failed beside the specs: see above');
  process.stdout.write(wrong.map((complaint) => `${complaint}\n`).join(''));
  process.stdout.write(`${count('passed')} passed, ${count('failed') + wrong.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return code === 0 && wrong.length > 0 ? 1 : code;
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
