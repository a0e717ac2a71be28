import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { defer, of } from 'rxjs';
import { mark, type Signal, type Strike, type Struck } from './strike.ts';

/** Sends signals to a run's processes directly; undefined where we do not see those of the host, as in a container of our own. */
export function hostStrike({ id, pid, container }: Struck, procfs: string): Strike | undefined {
  const seen = look(procfs, pid);
  if (!seen || !(seen.marks.has(mark(id)) || seen.cgroup.includes(container))) return undefined;
  const isOfRun = (other: Process) => other.session === seen.session || (other.room === seen.room && other.marks.has(mark(id)));
  if (seen.session <= 1 || seen.session === look(procfs, process.pid)?.session) return undefined;
  return (signal) =>
    defer(() => {
      const found = pids(procfs).filter((other) => {
        const process = look(procfs, other);
        return process !== undefined && isOfRun(process);
      });
      found.forEach((other) => send(other, signal));
      return of(found.length);
    });
}

interface Process {
  readonly session: number;
  readonly marks: ReadonlySet<string>;
  readonly cgroup: string;
  /** Its namespace of process ids. */
  readonly room: string;
}

const pids = (procfs: string): readonly number[] =>
  readdirSync(procfs)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** None where it is gone, is only waited for, or is not ours to see. */
function look(procfs: string, pid: number): Process | undefined {
  const read = (name: string) => readFileSync(join(procfs, String(pid), name), 'latin1');
  try {
    const stat = read('stat');
    const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold anything
    if (state === 'Z' || state === 'X') return undefined;
    const marks = new Set(
      read('environ')
        .split('\0')
        .filter((variable) => variable.startsWith(mark(''))),
    );
    return { session: Number(session), marks, cgroup: read('cgroup'), room: readlinkSync(join(procfs, String(pid), 'ns/pid')) };
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: Signal): void {
  try {
    process.kill(pid, signal === '0' ? 0 : `SIG${signal}`);
  } catch {
    // gone meanwhile
  }
}
