import { access, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';
import { EngineUnavailable } from './unavailable.ts';

/**
 * Installs packages with apt-get, without any service being started.
 * An abort ends a download at once, but waits for dpkg, which must not be torn out of its work.
 */
export async function install(
  packages: readonly string[],
  missing: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await demandApt(missing);
  say(`Installing ${packages.join(' and ')} with apt-get: no ${missing} in PATH.`);
  const hadSettings = await exists('/etc/docker');
  const get = ['install', '-y', '--no-install-recommends', '--no-remove', '-o', 'DPkg::Lock::Timeout=120', ...packages];
  try {
    await freshly(() => run('apt-get', [...get, '--download-only'], signal), signal);
    signal.throwIfAborted();
    await run('flock', ['/usr/sbin', 'unshare', '--mount', 'sh', '-euc', quietly, 'sh', ...get]);
  } catch (cause) {
    throw unavailable(cause);
  } finally {
    if (!hadSettings) await rmdir('/etc/docker').catch(() => undefined);
  }
  signal.throwIfAborted();
}

/** The busybox of a package that is not installed, because it would push out the busybox that is. */
export async function unpack(name: string, folder: string, signal: AbortSignal): Promise<string> {
  await demandApt('static busybox');
  const path = join(folder, name);
  const script = 'mkdir "$1" && cd "$1" && apt-get -o APT::Sandbox::User=root download "$2" && dpkg-deb -x "$2"_*.deb .';
  try {
    await freshly(() => run('sh', ['-euc', script, 'sh', path, name], signal), signal);
  } catch (cause) {
    throw unavailable(cause);
  }
  return join(path, 'bin/busybox');
}

/**
 * Run with apt-get's arguments in a mount namespace, under a lock that frees itself. A policy of the machine's own is covered for apt's eyes only;
 * one that had to be made goes with the script, which outlives a killed supervisor.
 */
const quietly = `
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\\nexit 101\\n' >$policy
  chmod 755 $policy
elif $policy docker start >/dev/null 2>&1 || [ $? -ne 101 ]; then
  mount -n -t tmpfs -o mode=755 tmpfs /mnt
  printf '#!/bin/sh\\nexit 101\\n' >/mnt/policy
  chmod 755 /mnt/policy
  mount -n --bind /mnt/policy $policy
  umount -n -l /mnt
fi
apt-get "$@"
`;

/** Tries, and if that fails, a second time with fresh lists of packages. */
async function freshly(attempt: () => Promise<string>, signal: AbortSignal): Promise<void> {
  try {
    await attempt();
  } catch {
    signal.throwIfAborted();
    await run('apt-get', ['update', '-o', 'DPkg::Lock::Timeout=120'], signal);
    await attempt();
  }
}

async function demandApt(missing: string) {
  if (!(await exists('/usr/bin/apt-get'))) throw new EngineUnavailable(`no ${missing} in PATH, and no apt-get to install it with`);
}

const unavailable = (cause: unknown) => new EngineUnavailable(cause instanceof Error ? cause.message : String(cause));

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
