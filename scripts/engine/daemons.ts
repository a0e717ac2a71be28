import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { best, startDockerd, type Demands } from './dockerd.ts';
import { answer, launch, type Daemon } from './launch.ts';
import type { Programs } from './programs.ts';
import type { Room } from './room.ts';
import { EngineUnavailable } from './unavailable.ts';

export interface Daemons {
  /** Which of them has ended unasked, and its last words. */
  readonly ended: Promise<string>;
  /** Kills dockerd with SIGKILL; containerd and the containers go on. */
  readonly kill: () => Promise<void>;
  /** Starts it again. */
  readonly revive: () => Promise<void>;
}

/** A containerd and a dockerd that answer, in mount and network namespaces of their own. */
export async function startDaemons(room: Room, programs: Programs, liveRestore: boolean, signal: AbortSignal): Promise<Daemons> {
  const containerd = await startContainerd(room, programs, signal);
  const start = (demands: Demands) => startDockerd(room, programs, containerd.pid, signal, demands);
  let dockerd = await start({ ...best, liveRestore });
  let killed = false;
  let say: (how: string) => void;
  const ended = new Promise<string>((resolve) => (say = resolve));
  const watch = () => void dockerd.ended.then((how) => killed || say(how));
  void containerd.ended.then((how) => say(how));
  watch();
  return {
    ended,
    kill: async () => {
      killed = true;
      process.kill(dockerd.pid, 'SIGKILL');
      await dockerd.ended;
      await rm(join(room.folder, 'dockerd.pid'), { force: true });
    },
    revive: async () => {
      dockerd = await start(dockerd.demands);
      killed = false;
      watch();
    },
  };
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

/** The disabled plugins are for Kubernetes, or make folders in /opt. */
const containerdSettings = (folder: string) => `version = 2
root = ${JSON.stringify(join(folder, 'containerd'))}
state = ${JSON.stringify(join(folder, 'state'))}
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]
[grpc]
address = ${JSON.stringify(join(folder, 'containerd.sock'))}
`;

const connects = (socket: string) =>
  new Promise<boolean>((resolve) => {
    const connection = connect(socket, () => resolve(true)).on('error', () => resolve(false));
    connection.unref().on('connect', () => connection.destroy());
  });
