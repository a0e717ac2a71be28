import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { digested } from '../src/edge/journal/digested.ts';
import { openJournal } from '../src/edge/journal/journal.ts';
import { segmentsOf } from '../src/edge/journal/segment.ts';
import { writer } from '../src/edge/journal/writer.ts';
import type { Container, Fact, Listed, RunFact, RunIdentity } from '../src/facts/fact.ts';
import { ledger } from '../src/streams/ledger.ts';
import { plainJob } from '../spec/support/plain-job.ts';

// What a journal of a million facts costs: to open it, as the daemon does at its start, and to replay it, as `bosun replay` prints it.

const FACTS = 1_000_000;
const SERVICES = 50;
const JOBS = 4;
/** Milliseconds. */
const OPENED = 2_000;
/** Facts a second. */
const REPLAYED = 200_000;
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'bosun-bench-'));
try {
  await write();
  const opened = await opening();
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(await replayed());
  const rate = Math.max(...rates); // others may keep the machine busy, and nobody makes it faster than it is
  console.log(`node ${process.version}, a journal of ${FACTS.toLocaleString('en')} facts in ${segmentsOf(folder).length} segments`);
  console.log(`opened in ${opened.toFixed(0)} ms, allowed below ${OPENED} ms`);
  console.log(`replayed: ${Math.round(rate).toLocaleString('en')} facts a second, allowed above ${REPLAYED.toLocaleString('en')}`);
  process.exitCode = opened < OPENED && rate > REPLAYED ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Milliseconds. */
async function opening(): Promise<number> {
  const from = performance.now();
  const { known, warnings, close } = await openJournal(folder, 1e12);
  const took = performance.now() - from;
  close();
  if (known?.services.length !== SERVICES || warnings.length > 0) throw new Error('the journal is not what was written');
  return took;
}

/** Facts a second, of the whole process, into a pipe. */
async function replayed(): Promise<number> {
  const from = performance.now();
  const child = spawn('bin/bosun', ['replay', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0 || bytes < FACTS * 50) throw new Error(`it printed ${bytes} bytes and ended with ${code}`);
  return FACTS / ((performance.now() - from) / 1_000);
}

/** What happens in a usual house, written as the daemon does. */
async function write(): Promise<void> {
  const book = ledger(10);
  const lines = digested(Buffer.from('bench'));
  const { keep, close } = writer({ folder, limit: 1e12, lines, last: undefined, next: 1, isThere: () => true, now: Date.now });
  let written = 0;
  for (const fact of usual()) {
    keep(fact, fact.at, book.snapshot, () => undefined);
    book.hear(fact, fact.at);
    if (++written % 1_000 === 0) await turn(); // a turn of the event loop is one write
    if (written === FACTS) break;
  }
  close();
}

/** Every second some runs, of which three facts tell; now and then a container dies and is started again, and a listing tells what is known. */
function* usual(): Generator<Fact> {
  let at = Date.parse('2026-11-22T00:00:00Z');
  yield { type: 'bosun.started', at, version: '0.1.0', poolSize: 10, journal: true };
  yield { type: 'docker.reached', at };
  yield { type: 'docker.listed', at, again: false, containers: Array.from({ length: SERVICES }, (_, n) => listed(n, at)) };
  for (let second = 0; ; second++) {
    at += 1_000;
    for (let n = 0; n < 5; n++) yield* run((second * 5 + n * 7) % SERVICES, (second + n) % JOBS, at + n);
    if (second % 300 === 150) yield { type: 'docker.unchanged', at: at + 500 };
    if (second % 60 === 30) {
      const container = named((second / 30) % SERVICES);
      yield { type: 'container.died', at: at + 600, service: container.service, id: container.id };
      yield { type: 'container.started', at: at + 700, service: container.service, container };
    }
  }
}

function* run(service: number, job: number, due: number): Generator<RunFact> {
  const id = `${service}a2b4c6d-0000-5000-8000-00000000000${job}`;
  const name = `job-${job}`;
  const identity = { service: key(service), run: `${id}@${due}`, job: id, name, due, delay: 0, until: due + 60_000 };
  const told = (after: number): RunIdentity => ({ at: due + after, ...identity, container: `shop_service-${service}_1` });
  yield { ...told(0), type: 'run.due' };
  yield { ...told(5), type: 'run.started', exec: 'f0'.repeat(32) };
  yield { ...told(200), type: 'run.finished', exitCode: due % 100 === 0 ? 1 : 0, output: 'done\n' };
}

function listed(service: number, at: number): Listed {
  return { ...named(service), condition: 'running', startedAt: at - 1_000 };
}

function named(service: number): Container {
  const jobs = Array.from({ length: JOBS }, (_, n) =>
    plainJob({
      id: `${service}a2b4c6d-0000-5000-8000-00000000000${n}`,
      name: `job-${n}`,
      trigger: { type: 'interval', text: '10s', every: 10_000 },
      command: ['/usr/bin/run', `--number=${n}`],
      environment: { PASSWORD: 'secret' },
    }),
  );
  return { id: `c${service}`.padEnd(64, '0'), name: `shop_service-${service}_1`, service: key(service), problems: [], jobs };
}

function key(service: number): string {
  return `com.docker.compose.project=shop com.docker.compose.service=service-${service}`;
}
