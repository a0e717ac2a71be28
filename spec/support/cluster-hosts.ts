import { execFileSync } from 'node:child_process';
import { folderOf } from './files.ts';
import { withLoadBalancing, type LoadBalancing } from './aws/load-balancing.ts';
import { withMetadata } from './aws/metadata.ts';
import { clusterSettings, instance, pool } from './cluster-environment.ts';
import type { Daemon, World } from './world.ts';

/** A host of a cluster: a bosun of its own, and a container of its own whose one job of the cluster is due every second. */
export interface ClusterHost {
  /** Of its instance. */
  readonly id: string;
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

/** Starts so many hosts, each in a label namespace of its own of one engine; the one that is to lead, `i-0`, comes first. */
export function withClusterHosts(
  world: World,
  count: number,
  use: (hosts: readonly ClusterHost[], aws: LoadBalancing) => Promise<void>,
): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => `i-${index}`);
  return withLoadBalancing(pool(ids), (aws) => {
    const begun = async ([id, ...others]: readonly string[], hosts: readonly ClusterHost[]): Promise<void> => {
      if (id === undefined) return use(hosts, aws);
      return withMetadata(instance(id), async (imds) => begun(others, [...hosts, await host(world, id, aws.url, imds.url)]));
    };
    return begun(ids, []);
  });
}

async function host({ container, daemon, namespace }: World, id: string, aws: string, imds: string): Promise<ClusterHost> {
  const own = `${namespace}-${id}`;
  const key = `AKIA${id}`;
  const STATE_DIR = folderOf({});
  await container(id, {
    [`.${own}.options.flags`]: 'cluster',
    [`.${own}.tick.command`]: 'true',
    [`.${own}.tick.interval`]: '1s',
    [`.${own}.tick.max`]: '5', // an engine that is slow for a second is not what is tried
  });
  const bosun = daemon({ LABEL_NAMESPACE: own, STATE_DIR, ...clusterSettings(aws, imds, key) });
  return { id, key, container: id, bosun, history: () => history(STATE_DIR) };
}

/** What `bosun history` tells of the journal in a folder. */
const history = (folder: string): readonly Past[] =>
  execFileSync(process.execPath, ['dist/bosun.js', 'history', '--json', folder], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Past);
