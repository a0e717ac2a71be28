import { readFile, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/** Where rooms are made: a socket's path has to fit into 107 bytes, and /run is hidden from the daemons. */
export const shelf = () => (tmpdir().length > 40 || /^(\/var)?\/run(\/|$)/.test(tmpdir()) ? '/tmp' : tmpdir());

/** The beginning of a room's name, which tells whose it is: `bosun-engine-<pid namespace>-<pid>-<its start>-`. */
export const beginning = async (pid: number) => `bosun-engine-${await namespace()}-${pid}-${await startOf(pid)}-`;

/** Of another pid namespace nothing can be said: such a room is left alone. */
export async function isAbandoned(name: string): Promise<boolean> {
  const [, pid] = new RegExp(`^bosun-engine-${await namespace()}-(\\d+)-\\d+-\\w+$`).exec(name) ?? [];
  return pid !== undefined && !name.startsWith(await beginning(Number(pid)));
}

const namespace = async () => Number(/\d+/.exec(await readlink('/proc/self/ns/pid'))?.[0]).toString(36);

/** When a process started, in ticks since the machine did (proc_pid_stat(5)); 0 if there is none. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
}
