import { constants } from 'node:fs';
import { access, open } from 'node:fs/promises';
import { join } from 'node:path';
import { install, unpack } from './install.ts';
import { env } from './run.ts';
import { EngineUnavailable } from './unavailable.ts';

/** Paths of the programs that an engine is made of. */
export interface Programs {
  readonly containerd: string;
  readonly dockerd: string;
  /** Statically linked: it is the whole content of the image. */
  readonly busybox: string;
}

/** The machine's programs; those that are missing are installed with apt-get, or, in the case of busybox, unpacked into the folder. */
export async function findPrograms(folder: string, say: (line: string) => void, signal: AbortSignal): Promise<Programs> {
  for (const name of ['unshare', 'nsenter', 'mount', 'umount']) if (!(await find(name))) throw new EngineUnavailable(`no ${name} in PATH`);
  const missing = await firstMissing(daemons);
  const busyboxOfAnyKind = await find('busybox'); // a dynamic one would have to go for busybox-static to come
  const packages = [...(missing ? ['docker.io'] : []), ...(busyboxOfAnyKind ? [] : ['busybox-static'])];
  if (packages.length > 0) await install(packages, missing ?? 'busybox', say, signal);
  const busybox = (await findStatic()) ?? (await unpack('busybox-static', folder, signal));
  const still = await firstMissing(daemons);
  const [containerd, dockerd] = [await find('containerd'), await find('dockerd')];
  if (still || !containerd || !dockerd)
    throw new EngineUnavailable(`with docker.io installed there still is no ${still ?? 'dockerd'} in PATH`);
  return { containerd, dockerd, busybox };
}

const daemons = ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'];

async function firstMissing(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (!(await find(name))) return name;
  return undefined;
}

async function findStatic(): Promise<string | undefined> {
  const path = await find('busybox');
  return path && (await isStatic(path)) ? path : undefined;
}

async function find(name: string): Promise<string | undefined> {
  for (const folder of env.PATH.split(':')) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const PT_INTERP = 3;

/** Whether a program for 64 bits, little-endian, asks for no dynamic loader (elf(5)). */
async function isStatic(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    if (bytesRead < 64 || buffer.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return false;
    const [start, size, count] = [Number(buffer.readBigUInt64LE(32)), buffer.readUInt16LE(54), buffer.readUInt16LE(56)];
    if (start + size * count > bytesRead) return false;
    const types = Array.from({ length: count }, (_, index) => buffer.readUInt32LE(start + index * size));
    return !types.includes(PT_INTERP);
  } finally {
    await file.close();
  }
}
