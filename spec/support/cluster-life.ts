import type { Fault } from './aws/faults.ts';
import type { LoadBalancing } from './aws/load-balancing.ts';
import { HOLD, pool, POLL, TAKEOVER } from './cluster-environment.ts';
import type { ClusterHost } from './cluster-hosts.ts';
import type { ExecStarts } from './world.ts';

/** What can happen to a cluster of hosts, and when nobody has to run what is due. */
export interface ClusterLife {
  /** Makes these healthy, in order, and the others ill; resolves once all hosts that AWS answers have noticed. */
  readonly healthy: (...hosts: readonly ClusterHost[]) => Promise<void>;
  /** AWS does not answer these hosts from now on; resolves once they have noticed. */
  readonly away: (fault: Fault, ...hosts: readonly ClusterHost[]) => Promise<void>;
  /** AWS answers again, and everybody. */
  readonly back: () => void;
  /** The host runs what is due after the last of the pauses. */
  readonly leads: (host: ClusterHost) => Promise<void>;
  /** When nobody has to, by what docs/settings.md says. */
  readonly pauses: readonly Pause[];
}

export interface Pause {
  readonly from: number;
  readonly until: number;
}

/** Begins once each host knows who is the first. */
export async function clusterLife(hosts: readonly ClusterHost[], aws: LoadBalancing, starts: ExecStarts): Promise<ClusterLife> {
  const afterwards = () => Date.now() + 2 * POLL + TAKEOVER + LATE;
  let first = hosts[0];
  await Promise.all(hosts.map(({ bosun, id }) => bosun.line(lineOf(id, first))));
  const pauses: Pause[] = [{ from: -Infinity, until: afterwards() }];
  const cutOff = new Map<ClusterHost, number>();
  return {
    pauses,
    healthy: async (...healthy) => {
      [first] = healthy;
      const noticed = hosts.filter((host) => !cutOff.has(host)).map(({ bosun, id }) => bosun.next(lineOf(id, first)));
      const from = Date.now();
      aws.pool = pool(healthy.map(idOf), hosts.filter((host) => !healthy.includes(host)).map(idOf));
      pauses.push({ from, until: afterwards() });
      await Promise.all(noticed);
    },
    away: async (fault, ...cut) => {
      const noticed = cut.map(({ bosun }) => bosun.next(/^AWS does not say which host leads/));
      for (const host of cut) {
        cutOff.set(host, Date.now());
        aws.fault(fault, { key: host.key });
      }
      await Promise.all(noticed);
    },
    back: () => {
      const since = (first && cutOff.get(first)) ?? Infinity;
      if (Date.now() - since > HOLD - POLL) pauses.push({ from: since + HOLD - POLL - LATE, until: afterwards() });
      cutOff.clear();
      aws.heal();
    },
    leads: async ({ id, container, bosun }) => {
      const from = Math.max(Date.now(), ...pauses.map(({ until }) => until));
      await starts
        .next((start) => start.container === container && start.at > from, STEADY)
        .catch(() => {
          throw new Error(`${id} does not run what is due; its log says:\n${bosun.lines(/./).join('\n')}`);
        });
    },
  };
}

/** What a host says where another one is the first. */
const lineOf = (id: string, first: ClusterHost | undefined): RegExp =>
  id === first?.id
    ? /^This host, \S+, (is|leads: it is) the (first|only)/
    : new RegExp(`^This host, \\S+, does not lead: ${first?.id} does`);

const idOf = ({ id }: ClusterHost): string => id;

/** Milliseconds that a busy machine may take on top. */
const LATE = 1_500;

/** Seconds without a pause. */
const STEADY = 2;
