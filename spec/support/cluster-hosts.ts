import { execFileSync } from 'node:child_process';
import { folderOf } from './files.ts';
import { withLoadBalancing, type LoadBalancing } from './aws/load-balancing.ts';
import { withMetadata } from './aws/metadata.ts';
import type { Daemon, World } from './world.ts';

/** A host of a cluster: a bosun of its own, and a container of its own whose one job of the cluster is due every second. */
export interface ClusterHost {
  readonly instance: string;
  /** Its access key, by which faults befall this host alone. */
  readonly key: string;
  /** Its container's name in `execStarts`. */
  readonly container: string;
  readonly bosun: Daemon;
  /** Which runs its journal tells of. */
  readonly history: () => readonly Past[];
}

/** Of a line of `bosun history --json`. */
export interface Past {
  readonly name: string;
  readonly due: number;
  readonly outcome: string;
  /** None where it did not run. */
  readonly start?: number;
  readonly reason?: string;
}

/** Milliseconds. */
export const POLL = 1_000;
export const HOLD = 4_000;
export const TAKEOVER = HOLD + POLL;

/** What a daemon is told that asks such an AWS and such a metadata service. */
export const clusterSettings = (aws: string, imds: string, key = 'AKIAIOSFODNN7EXAMPLE'): Record<string, string> => ({
  CLUSTER: 'elb:mylbname',
  CLUSTER_POLL: `${POLL / 1_000}s`,
  CLUSTER_HOLD: `${HOLD / 1_000}s`,
  AWS_ENDPOINT_URL: aws,
  AWS_EC2_METADATA_SERVICE_ENDPOINT: imds,
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
});

/** A load balancer's answer in which these instances are healthy, and these are not. */
export const pool = (healthy: readonly string[], ill: readonly string[] = []): LoadBalancing['pool'] => ({
  classic: {
    mylbname: [...healthy.map((id) => ({ id, state: 'InService' })), ...ill.map((id) => ({ id, state: 'OutOfService' }))],
  },
});

/** Starts so many hosts, each in a label namespace of its own of one engine; the one that is to lead, `i-0`, comes first. */
export function withClusterHosts(
  world: World,
  count: number,
  use: (hosts: readonly ClusterHost[], aws: LoadBalancing) => Promise<void>,
): Promise<void> {
  const instances = Array.from({ length: count }, (_, index) => `i-${index}`);
  return withLoadBalancing(pool(instances), (aws) => {
    const begun = async ([instance, ...others]: readonly string[], hosts: readonly ClusterHost[]): Promise<void> => {
      if (instance === undefined) return use(hosts, aws);
      return withMetadata({ instanceId: instance, region: 'eu-west-1', privateIp: '10.0.0.9' }, async (imds) =>
        begun(others, [...hosts, await host(world, instance, aws.url, imds.url)]),
      );
    };
    return begun(instances, []);
  });
}

async function host({ container, daemon, namespace }: World, instance: string, aws: string, imds: string): Promise<ClusterHost> {
  const own = `${namespace}-${instance}`;
  const key = `AKIA${instance}`;
  const STATE_DIR = folderOf({});
  await container(instance, {
    [`.${own}.options.flags`]: 'cluster',
    [`.${own}.tick.command`]: 'true',
    [`.${own}.tick.interval`]: '1s',
    [`.${own}.tick.max`]: '5', // an engine that is slow for a second is not what is tried
  });
  const bosun = daemon({ LABEL_NAMESPACE: own, STATE_DIR, ...clusterSettings(aws, imds, key) });
  return { instance, key, container: instance, bosun, history: () => history(STATE_DIR) };
}

/** What `bosun history` tells of the journal in a folder. */
export const history = (folder: string): readonly Past[] =>
  execFileSync(process.execPath, ['dist/bosun.js', 'history', '--json', folder], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Past);
