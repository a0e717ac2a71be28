import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hierarchies } from './cgroups.ts';
import { isAbandoned, shelf } from './room-name.ts';
import { clearRoom } from './room.ts';

/** Clears the rooms that killed supervisors have left, by the same way as one's own. */
export async function clearStale(): Promise<void> {
  for (const name of await abandoned()) await clearRoom({ folder: join(shelf(), name), name });
}

async function abandoned(): Promise<Set<string>> {
  const folders = [shelf(), ...(await hierarchies(shelf())).map(({ path }) => path)];
  const names = await Promise.all(folders.map(ours));
  const left = new Set<string>();
  for (const name of new Set(names.flat())) if (await isAbandoned(name)) left.add(name);
  return left;
}

/** Entries that look like rooms; a name that somebody else has taken in a public folder is none. */
async function ours(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('bosun-engine-'));
  const owned = await Promise.all(
    names.map(async (name) =>
      lstat(join(folder, name)).then(
        (it) => it.isDirectory() && it.uid === 0,
        () => false,
      ),
    ),
  );
  return names.filter((_, index) => owned[index]);
}
