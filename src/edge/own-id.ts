import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Of the container that we are, by a file that the engine mounts into each (Podman's too), or by the name that it gives a host; undefined
 * outside of one. `mounts`: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
export function ownId(mounts = read(), host = hostname()): string | undefined {
  const [, id] = /containers\/([0-9a-f]{64})\/\S* \/etc\/(?:hostname|hosts|resolv\.conf) /.exec(mounts) ?? [];
  return id ?? (/^[0-9a-f]{12}$/.test(host) ? host : undefined);
}

function read(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return ''; // not on Linux
  }
}
