import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { withLoadBalancing, type LoadBalancing } from './aws/load-balancing.ts';
import { withMetadata, type InstanceMetadata } from './aws/metadata.ts';

/** A host of a pool: what AWS says of it, its home folder, and a shell in which `clustercron` is the built one. */
export interface Host {
  readonly aws: LoadBalancing;
  readonly imds: InstanceMetadata;
  /** Its home folder, in which commands are run. */
  readonly home: string;
  /** Runs a line of sh as cron would, with hardly anything in its environment, and what is given. */
  readonly sh: (line: string, environment?: Record<string, string | undefined>) => Promise<Ended>;
  /** Writes a file into its home. */
  readonly file: (name: string, text: string, mode?: number) => Promise<void>;
  readonly read: (name: string) => Promise<string>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const FIRST = 'i-05cc16d1d054104f2';
export const SECOND = 'i-0f13be692f5f35b5e';

/** The pool of the reference's examples, once as instances, once as addresses, and one of which nobody is healthy. */
const POOL = {
  classic: {
    mylbname: [
      { id: SECOND, state: 'InService' },
      { id: FIRST, state: 'InService' },
    ],
    nobody: [
      { id: FIRST, state: 'OutOfService' },
      { id: SECOND, state: 'OutOfService' },
    ],
    empty: [],
  },
  groups: {
    mytargetgroupname: {
      type: 'instance',
      targets: [
        { id: SECOND, port: 80, state: 'healthy' },
        { id: FIRST, port: 80, state: 'unhealthy' },
        { id: FIRST, port: 81, state: 'healthy' },
      ],
    },
    addresses: {
      type: 'ip',
      targets: [
        { id: '10.0.0.10', port: 80, state: 'healthy' },
        { id: '10.0.0.9', port: 80, state: 'healthy' },
      ],
    },
    nobody: { type: 'instance', targets: [{ id: FIRST, port: 80, state: 'draining' }] },
    functions: { type: 'lambda', targets: [] },
    newer: { type: 'ip', addresses: 'ipv6', targets: [{ id: '2001:db8::9', state: 'healthy' }] },
  },
} as const;

/** A first host of the pool, or the one that is said. */
export async function withHost(use: (host: Host) => Promise<void>, instanceId: string = FIRST): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'bosun-host-'));
  const instance = { instanceId, region: 'eu-west-1', privateIp: instanceId === FIRST ? '10.0.0.9' : '10.0.0.10' };
  try {
    await withLoadBalancing(POOL, (aws) =>
      withMetadata(instance, (imds) => {
        const environment = {
          HOME: home,
          PATH: `${resolve('bin')}:/usr/bin:/bin`,
          AWS_ENDPOINT_URL: aws.url,
          AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url,
          AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        };
        return use({
          aws,
          imds,
          home,
          sh: (line, more = {}) => sh(line, home, { ...environment, ...more }),
          file: (name, text, mode = 0o644) => writeFile(join(home, name), text, { mode }),
          read: (name) => readFile(join(home, name), 'utf8'),
        });
      }),
    );
  } finally {
    await rm(home, { recursive: true });
  }
}

async function sh(line: string, cwd: string, env: Record<string, string | undefined>): Promise<Ended> {
  const child = spawn('/bin/sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const code = new Promise<number | null>((ended) => child.on('close', ended));
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  return { code: await code, stdout: stdout.toString('latin1'), stderr: stderr.toString('utf8') };
}
