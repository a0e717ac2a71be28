import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { request } from './api.ts';
import { answer, launch, type Daemon } from './launch.ts';
import type { Programs } from './programs.ts';
import type { Room } from './room.ts';
import { EngineUnavailable } from './unavailable.ts';

/** Begins with what is best and, as long as dockerd refuses something known, goes on with less. */
export async function startDockerd(
  room: Room,
  programs: Programs,
  neighbour: number,
  signal: AbortSignal,
  demands: Demands,
): Promise<Daemon & { readonly demands: Demands }> {
  const settings = join(room.folder, 'dockerd.json');
  await writeFile(settings, demands.keyPath ? JSON.stringify({ 'deprecated-key-path': join(room.folder, 'key.json') }) : '{}');
  const daemon = await launch(room.folder, 'dockerd', 'nsenter', [
    ...['--target', String(neighbour), '--mount', '--net', 'sh', '-euc', follow, 'sh', room.cgroup],
    ...[programs.dockerd, '--config-file', settings, '--host', `unix://${room.socket}`],
    ...['--containerd', join(room.folder, 'containerd.sock'), '--pidfile', join(room.folder, 'dockerd.pid')],
    ...['--data-root', join(room.folder, 'data'), '--exec-root', join(room.folder, 'exec')],
    ...['--cgroup-parent', `/${room.name}`, '--exec-opt', 'native.cgroupdriver=cgroupfs', '--storage-driver', demands.storage],
    ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--userland-proxy=false'],
    ...(demands.liveRestore ? ['--live-restore'] : []),
  ]);
  const failure = await answer(daemon, () => pings(room.socket), signal);
  if (!failure) return { ...daemon, demands };
  const fewer = failure.includes('deprecated-key-path') ? { ...demands, keyPath: false } : { ...demands, storage: 'vfs' as const };
  if (isDeepStrictEqual(fewer, demands) || !/deprecated-key-path|graphdriver|overlay/.test(failure)) throw new EngineUnavailable(failure);
  return startDockerd(room, programs, neighbour, signal, fewer);
}

export interface Demands {
  /** Old engines write a key to /etc/docker unless told where, new ones have none and refuse to be told. */
  readonly keyPath: boolean;
  readonly storage: 'overlay2' | 'vfs';
  /** Containers go on while dockerd does not. */
  readonly liveRestore: boolean;
}

export const best: Omit<Demands, 'liveRestore'> = { keyPath: true, storage: 'overlay2' };

const follow = `
echo $$ >"$1/cgroup.procs"
shift
exec "$@"
`;

const pings = (socket: string) =>
  request(socket, 'GET', '/_ping').then(
    () => true,
    () => false,
  );
