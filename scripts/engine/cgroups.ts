import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mounts, type Mount } from './mounts.ts';
import { EngineUnavailable } from './unavailable.ts';
import { until } from './until.ts';

/** A new cgroup `name/engine` for the daemons, in one hierarchy; what they start begins there or, in a container, elsewhere below `name`. */
export async function makeCgroup(name: string, folder: string): Promise<string> {
  const all = await hierarchies(folder);
  const one = all.find(({ type }) => type === 'cgroup2') ?? all.find(({ options }) => !options.includes('cpuset')); // a new cpuset takes no processes
  if (!one) throw new EngineUnavailable('no cgroup hierarchy that takes processes is mounted below /sys/fs/cgroup');
  const path = join(one.path, name, 'engine');
  await mkdir(path, { recursive: true });
  return path;
}

/** The hierarchies that Docker can see, or that were mounted for it in the folder of a room. */
export async function hierarchies(folder: string): Promise<Mount[]> {
  const isCgroup = ({ path, type }: Mount) =>
    /^cgroup2?$/.test(type) && (path.startsWith('/sys/fs/cgroup') || path.startsWith(`${folder}/`));
  return (await mounts()).filter(isCgroup);
}

/** Kills whatever runs below the cgroups of that name, be it frozen, and removes them. */
export async function clearCgroups(name: string, folder: string): Promise<void> {
  const roots = (await hierarchies(folder)).map(({ path }) => join(path, name));
  let left: string[] = [];
  const gone = async () => {
    left = (await Promise.all(roots.map(below))).flat();
    for (const pid of await processes(left)) kill(pid);
    await Promise.all(left.map(thaw));
    for (const path of left) await rmdir(path).catch(() => undefined); // those with living children stay for another round
    return left.length === 0;
  };
  if (!(await until(gone, 10_000))) throw new Error(`cannot remove the cgroup ${left.at(-1) ?? name}`);
}

/** A cgroup and all below it, deepest first; none if there is no such cgroup. */
async function below(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return [];
  const deeper = await Promise.all(entries.filter((entry) => entry.isDirectory()).map((entry) => below(join(path, entry.name))));
  return [...deeper.flat(), path];
}

async function processes(paths: readonly string[]): Promise<Set<number>> {
  const lists = await Promise.all(paths.map((path) => readFile(join(path, 'cgroup.procs'), 'utf8').catch(() => '')));
  return new Set(lists.flatMap((list) => list.split('\n').filter(Boolean).map(Number)).filter((pid) => pid > 0));
}

function kill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

/** Version 1 delivers not even SIGKILL to a paused container. */
const thaw = (path: string) => writeFile(join(path, 'freezer.state'), 'THAWED', { flag: 'r+' }).catch(() => undefined);
