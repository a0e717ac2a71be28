import { readFile } from 'node:fs/promises';

export interface Mount {
  readonly path: string;
  readonly type: string;
  /** Of the filesystem; for a cgroup of version 1 these name its controllers. */
  readonly options: readonly string[];
}

/** What this process sees mounted, in the order of mounting (proc_pid_mountinfo(5)). */
export async function mounts(): Promise<Mount[]> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [type = '', , options = ''] = right.split(' ');
    const path = (left.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    return { path, type, options: options.split(',') };
  });
}
