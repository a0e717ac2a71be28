import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { request } from './api.ts';
import { answer, launch, type Daemon } from './launch.ts';
import type { Programs } from './programs.ts';
import type { Room } from './room.ts';
import { EngineUnavailable } from './unavailable.ts';

/** A containerd and a dockerd that answer, in mount and network namespaces of their own; `ended` says which of them has, and its last words. */
export async function startDaemons(room: Room, programs: Programs, signal: AbortSignal): Promise<{ readonly ended: Promise<string> }> {
  const containerd = await startContainerd(room, programs, signal);
  const dockerd = await startDockerd(room, programs, containerd.pid, signal);
  return { ended: Promise.race([containerd.ended, dockerd.ended]) };
}

async function startContainerd(room: Room, { containerd, busybox }: Programs, signal: AbortSignal): Promise<Daemon> {
  const settings = join(room.folder, 'containerd.toml');
  await writeFile(settings, containerdSettings(room.folder));
  const daemon = await launch(room.folder, 'containerd', 'unshare', [
    ...['--mount', '--net', '--propagation', 'slave', 'sh', '-euc', moveIn, 'sh', room.cgroup, room.cgroups, busybox],
    ...[containerd, '--config', settings],
  ]);
  const failure = await answer(daemon, () => connects(join(room.folder, 'containerd.sock')), signal);
  if (failure) throw new EngineUnavailable(failure);
  return daemon;
}

/** Begins with what is best and, as long as dockerd refuses something known, goes on with less. */
async function startDockerd(room: Room, programs: Programs, neighbour: number, signal: AbortSignal, demands = best): Promise<Daemon> {
  const settings = join(room.folder, 'dockerd.json');
  await writeFile(settings, demands.keyPath ? JSON.stringify({ 'deprecated-key-path': join(room.folder, 'key.json') }) : '{}');
  const daemon = await launch(room.folder, 'dockerd', 'nsenter', [
    ...['--target', String(neighbour), '--mount', '--net', 'sh', '-euc', follow, 'sh', room.cgroup],
    ...[programs.dockerd, '--config-file', settings, '--host', `unix://${room.socket}`],
    ...['--containerd', join(room.folder, 'containerd.sock'), '--pidfile', join(room.folder, 'dockerd.pid')],
    ...['--data-root', join(room.folder, 'data'), '--exec-root', join(room.folder, 'exec')],
    ...['--cgroup-parent', `/${room.name}`, '--exec-opt', 'native.cgroupdriver=cgroupfs', '--storage-driver', demands.storage],
    ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--userland-proxy=false'],
  ]);
  const failure = await answer(daemon, () => pings(room.socket), signal);
  if (!failure) return daemon;
  const fewer = failure.includes('deprecated-key-path') ? { ...demands, keyPath: false } : { ...demands, storage: 'vfs' as const };
  if (isDeepStrictEqual(fewer, demands) || !/deprecated-key-path|graphdriver|overlay/.test(failure)) throw new EngineUnavailable(failure);
  return startDockerd(room, programs, neighbour, signal, fewer);
}

interface Demands {
  /** Old engines write a key to /etc/docker unless told where, new ones have none and refuse to be told. */
  readonly keyPath: boolean;
  readonly storage: 'overlay2' | 'vfs';
}

const best: Demands = { keyPath: true, storage: 'overlay2' };

/**
 * What shims and plugins leave in /run is left in a memory filesystem; AppArmor is hidden, or dockerd would load a profile into the kernel.
 * Being run in the namespaces, it becomes the program that it is given.
 */
const moveIn = `
echo $$ >"$1/cgroup.procs"
[ -z "$2" ] || mount -n --rbind "$2" /sys/fs/cgroup
mount -n -t tmpfs -o mode=755 tmpfs /run
[ ! -d /sys/kernel/security ] || mount -n -t tmpfs -o mode=755 tmpfs /sys/kernel/security
"$3" ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
shift 3
exec "$@"
`;

const follow = `
echo $$ >"$1/cgroup.procs"
shift
exec "$@"
`;

/** The disabled plugins are for Kubernetes, or make folders in /opt. */
const containerdSettings = (folder: string) => `version = 2
root = ${JSON.stringify(join(folder, 'containerd'))}
state = ${JSON.stringify(join(folder, 'state'))}
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]
[grpc]
address = ${JSON.stringify(join(folder, 'containerd.sock'))}
`;

const pings = (socket: string) =>
  request(socket, 'GET', '/_ping').then(
    () => true,
    () => false,
  );

const connects = (socket: string) =>
  new Promise<boolean>((resolve) => {
    const connection = connect(socket, () => resolve(true)).on('error', () => resolve(false));
    connection.unref().on('connect', () => connection.destroy());
  });
