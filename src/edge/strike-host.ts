import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { defer, of } from 'rxjs';
import { mark, type Signal, type Strike, type Struck } from './strike.ts';

/** Sends signals to a run's processes directly; undefined where we do not see all of the host's, or may not signal them, as in a container of our own. */
export function hostStrike({ id, pid, container }: Struck, procfs: string): Strike | undefined {
  if (!mayDoAll(procfs)) return undefined;
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

/** Whether other users' processes are ours to read and to signal: https://man7.org/linux/man-pages/man7/capabilities.7.html */
function mayDoAll(procfs: string): boolean {
  try {
    const [, effective = '0'] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync(join(procfs, 'self/status'), 'latin1')) ?? [];
    return [CAP_KILL, CAP_SYS_PTRACE].every((capability) => (BigInt(`0x${effective}`) >> capability) & 1n);
  } catch {
    return false;
  }
}

const CAP_KILL = 5n;
const CAP_SYS_PTRACE = 19n;

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
