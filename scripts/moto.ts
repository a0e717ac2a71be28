import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withMetadata } from '../spec/support/aws/metadata.ts';
import { reasonOf } from '../src/streams/reason.ts';
import { cases, type Case } from './moto/cases.ts';
import { pool } from './moto/pool.ts';
import { motoServer, type MotoServer } from './moto/server.ts';
import { ran } from './ran.ts';
import { virtualEnv } from './virtual-env.ts';

// clustercron against an AWS that others have written: moto's server, installed for this run.
// A line per case, and last the count. Leaves nothing behind.

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'; // for us: the command sees to it itself
const told = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
process.exitCode = await moto();
process.exit();

async function moto(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-moto-'));
  let server: MotoServer | undefined;
  try {
    say("Installing moto's server.");
    const programs = await virtualEnv(join(folder, 'python'), ['moto[server]~=5.2'], told.signal);
    server = await motoServer(programs, { ...process.env, HOME: folder });
    return await all(server.url, await installed(folder));
  } catch (cause) {
    if (!told.signal.aborted) say(reasonOf(cause));
    return told.signal.aborted ? 130 : 1;
  } finally {
    await server?.close();
    await rm(folder, { recursive: true });
  }
}

/** The command as npm installs it for everybody: a link beside the node that runs us. */
async function installed(folder: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await symlink(process.execPath, join(bin, 'node'));
  await symlink(resolve('bin/clustercron'), join(bin, 'clustercron'));
  return join(bin, 'clustercron');
}

async function all(url: string, command: string): Promise<number> {
  const count = { passed: 0, failed: 0 };
  for await (const one of cases(await pool(url))) {
    const wrong = await difference(one, url, command);
    count[wrong === undefined ? 'passed' : 'failed']++;
    say(`${wrong === undefined ? 'passed' : 'FAILED'}  ${one.words.join(' ')}: ${one.title}, ${one.host.instanceId}: exit ${one.code}`);
    if (wrong !== undefined) say(`        ${wrong}`);
  }
  say(`${count.passed} passed, ${count.failed} failed`);
  return count.failed > 0 || count.passed === 0 ? 1 : 0;
}

/** What the command did, where that is not what it should. */
function difference({ host, words, env, code, runs, stderr }: Case, url: string, command: string): Promise<string | undefined> {
  return withMetadata(host, async (imds) => {
    const home = { PATH: process.env.PATH, HOME: resolve(command, '../..') };
    const aws = { AWS_ENDPOINT_URL: url, AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url };
    const given = await ran(command, ['--output', ...words, 'echo', 'it', 'runs'], { ...home, ...aws, ...env }, told.signal);
    const asItShould = given.code === code && given.stdout === (runs ? 'it runs\n' : '') && stderr.test(given.stderr);
    return asItShould ? undefined : `${JSON.stringify(given)}, wanted on stderr ${String(stderr)}`;
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
