import { spawn } from 'node:child_process';

/**
 * What a program printed, in a session of its own; rejects with a line that names the program and its last complaint.
 * An abort ends it, and what it has started, with SIGTERM; the promise waits for that.
 */
export const run = (program: string, args: readonly string[], signal?: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    let printed = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('exit', () => signal?.removeEventListener('abort', end));
    child.on('close', (code, killer) =>
      code === 0 ? resolve(printed) : reject(new Error(`${program}: ${lastLine(complaint) || String(killer ?? code)}`)),
    );
  });

export const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/** Only what the programs need: settings for other engines (DOCKER_…) or from systemd (NOTIFY_SOCKET) are not for ours. */
export const env = {
  PATH: [process.env.PATH ?? '', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].filter(Boolean).join(':'),
  HOME: '/root',
  LANG: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
};
