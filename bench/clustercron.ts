import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ran } from '../scripts/ran.ts';
import { PythonUnavailable, virtualEnv } from '../scripts/virtual-env.ts';
import { withLoadBalancing } from '../spec/support/aws/load-balancing.ts';
import { withMetadata } from '../spec/support/aws/metadata.ts';
import type { Pool } from '../spec/support/aws/pool.ts';

// What one call of clustercron takes on the master, beside the original in Python, which is installed for this run:
// both ask the same simulated AWS. Paired rounds, one call of each after the other, so that a noisy machine disturbs all.
// The node that is measured is the one that runs us. In cron's home nothing is configured; what Node and Python keep compiled, they keep.

const ROUNDS = 15;
const WARM_UPS = 2;
/** At most so much of the original's time: where Node keeps what it has compiled, and where it cannot. */
const ALLOWED = Number(process.versions.node.split('.')[0]) >= 24 ? 0.35 : 0.5;

const SELF = { instanceId: 'i-0598c7d356eba48d7', region: 'eu-west-1', privateIp: '172.31.0.9' };
const TARGETS = [SELF.instanceId, 'i-1d564f5c', 'i-cba0ce84'];
const POOL: Pool = {
  classic: { web: TARGETS.map((id) => ({ id, state: 'InService' })) },
  groups: { web: { type: 'instance', targets: TARGETS.map((id) => ({ id, port: 80, state: 'healthy' })) } },
};

/** A program whose time is measured. */
interface Contender {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
}

const told = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
const folder = await mkdtemp(join(tmpdir(), 'bosun-bench-'));
try {
  process.exitCode = await withLoadBalancing(POOL, (aws) => withMetadata(SELF, (imds) => bench(aws.url, imds.url)));
} catch (cause) {
  if (!told.signal.aborted) throw cause;
  process.exitCode = 130;
} finally {
  await rm(folder, { recursive: true });
}
process.exit();

async function bench(aws: string, imds: string): Promise<number> {
  const python = await virtualEnv(join(folder, 'python'), ['clustercron==1.0.1'], told.signal).catch((cause: unknown) => {
    if (cause instanceof PythonUnavailable) console.log(`The original is not measured. ${cause.message}`);
    else throw cause;
  });
  const interpreter = python === undefined ? undefined : join(python, 'python');
  const runner = await original(imds);
  const link = await installed();
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ENDPOINT_URL: aws,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: imds,
    AWS_DEFAULT_REGION: SELF.region,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  const contenders: readonly Contender[] = [
    { name: 'node -e 0', program: process.execPath, words: ['-e', '0'] },
    ...(interpreter === undefined ? [] : [{ name: 'python3 -c 0', program: interpreter, words: ['-c', '0'] }]),
    ...['elb', 'alb'].flatMap((kind) => [
      { name: `${kind}, ours`, program: process.execPath, words: [resolve('dist/clustercron.js'), kind, 'web', 'true'] },
      { name: `${kind}, ours by its launcher`, program: link, words: [kind, 'web', 'true'] },
      ...(interpreter === undefined ? [] : [{ name: `${kind}, the original`, program: interpreter, words: [runner, kind, 'web', 'true'] }]),
    ]),
  ];
  console.log(`node ${process.version}${interpreter === undefined ? '' : `, ${await versions(interpreter)}`}; ${ROUNDS} rounds`);

  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const time = await timed(contender, env);
      if (round >= 0) times.get(contender.name)!.push(time);
    }
  }
  for (const [name, all] of times) console.log(`${name.padStart(26)}: ${summary(all, (time) => `${time.toFixed(0).padStart(4)} ms`)}`);
  if (interpreter === undefined) return 0;

  const medians = ['elb', 'alb'].flatMap((kind) =>
    [`${kind}, ours`, `${kind}, ours by its launcher`].map((name) => {
      const ratios = times.get(name)!.map((time, index) => time / times.get(`${kind}, the original`)![index]!);
      const median = quantile(ratios, 0.5);
      console.log(`${name} to the original: ratio ${summary(ratios, (ratio) => ratio.toFixed(3))}, allowed at most ${ALLOWED}`);
      return median;
    }),
  );
  return Math.max(...medians) <= ALLOWED ? 0 : 1;
}

/** Runs a program that must succeed; gives the milliseconds until it has ended. */
async function timed({ name, program, words }: Contender, env: NodeJS.ProcessEnv): Promise<number> {
  const from = performance.now();
  const { code, stdout, stderr } = await ran(program, words, env, told.signal);
  const time = performance.now() - from;
  if (code !== 0) throw new Error(`${name} ends with exit code ${code}: it is not measured that way\n${stdout}${stderr}`);
  return time;
}

/** A script that calls the original as its own does, except that the metadata service is where the bench has one; gives its path. */
async function original(imds: string): Promise<string> {
  const script = [
    'import sys',
    'import boto.utils',
    `boto.utils.get_instance_identity.__defaults__ = ('latest', '${imds}', None, 5)`,
    'from clustercron.main import command',
    'sys.exit(command())',
  ];
  const path = join(folder, 'original.py');
  await writeFile(path, `${script.join('\n')}\n`);
  return path;
}

/** The command as npm installs it for everybody: a link beside the node that runs us, to a package below it. */
async function installed(): Promise<string> {
  const bin = join(folder, 'bin');
  const home = join(folder, 'lib/node_modules/bosun');
  await mkdir(bin);
  await mkdir(join(home, 'bin'), { recursive: true });
  await copyFile('bin/clustercron', join(home, 'bin/clustercron'));
  await symlink(resolve('dist'), join(home, 'dist'));
  await symlink(process.execPath, join(bin, 'node'));
  await symlink(join(home, 'bin/clustercron'), join(bin, 'clustercron'));
  return join(bin, 'clustercron');
}

async function versions(interpreter: string): Promise<string> {
  const packages = ['clustercron', 'boto3', 'boto'].map((name) => `f"${name} {version('${name}')}"`);
  const script = [
    'import platform',
    'from importlib.metadata import version',
    `print(f"python {platform.python_version()}", ${packages.join()}, sep=', ')`,
  ];
  const { stdout } = await ran(interpreter, ['-c', script.join('\n')], process.env, told.signal);
  return stdout.trim();
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)]!;
}

/** The median, between what a quarter is below and what a quarter is above. */
function summary(values: readonly number[], written: (value: number) => string): string {
  return `median ${written(quantile(values, 0.5))}, quartiles ${written(quantile(values, 0.25))} and ${written(quantile(values, 0.75))}`;
}
