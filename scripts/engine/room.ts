import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { clearCgroups, hierarchies, makeCgroup } from './cgroups.ts';
import { mounts } from './mounts.ts';
import { beginning, shelf } from './room-name.ts';
import { run } from './run.ts';

/** All that one engine takes up outside of its own namespaces: a folder, and cgroups of the same name. */
export interface Room {
  readonly folder: string;
  readonly name: string;
  /** The cgroup that the daemons join. */
  readonly cgroup: string;
  /** What has to be mounted at /sys/fs/cgroup for them; empty where the machine has done that. */
  readonly cgroups: string;
  readonly socket: string;
}

export async function makeRoom(): Promise<Room> {
  const folder = await mkdtemp(join(shelf(), await beginning(process.pid)));
  await chmod(folder, 0o700);
  const name = basename(folder);
  try {
    const cgroups = (await hierarchies(folder)).length > 0 ? '' : await mountCgroups(folder);
    return { folder, name, cgroup: await makeCgroup(name, folder), cgroups, socket: join(folder, 'docker.sock') };
  } catch (cause) {
    await clearRoom({ folder, name });
    throw cause;
  }
}

/** Ends all that runs in a room and removes it; what the daemons mounted is gone with their mount namespace. */
export async function clearRoom({ folder, name }: Pick<Room, 'folder' | 'name'>): Promise<void> {
  await clearCgroups(name, folder);
  const ours = (await mounts()).filter(({ path }) => path.startsWith(`${folder}/`)).reverse();
  for (const { path } of ours) await run('umount', ['-n', path]);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

async function mountCgroups(folder: string): Promise<string> {
  const path = join(folder, 'cgroup');
  await mkdir(path);
  await run('mount', ['-n', '-t', 'cgroup2', 'cgroup2', path]);
  return path;
}
