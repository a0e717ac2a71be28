import { readFile } from 'node:fs/promises';
import { request } from './api.ts';
import { run } from './run.ts';
import { tar, type Entry } from './tar.ts';
import { EngineUnavailable } from './unavailable.ts';

export const image = 'bosun-busybox:latest';

/** Gives the engine its one image: busybox under all of its names, and the users root, nobody and `app` (1000). */
export async function importImage(socket: string, busybox: string, signal: AbortSignal): Promise<void> {
  const [repo = '', tag = ''] = image.split(':');
  const query = new URLSearchParams({ fromSrc: '-', repo, tag, changes: 'CMD ["sh"]' });
  const said = await request(socket, 'POST', `/images/create?${query.toString()}`, await content(busybox), signal);
  if (said.includes('"error"')) throw new EngineUnavailable(`import of ${image}: ${said.trim()}`);
}

async function content(busybox: string): Promise<Buffer> {
  const applets = (await run(busybox, ['--list'])).trim().split('\n');
  return tar([
    ...['bin/', 'dev/', 'etc/', 'home/', 'proc/', 'sys/'].map((path) => folder(path, 0o755)),
    folder('root/', 0o700),
    folder('tmp/', 0o1777),
    { path: 'bin/busybox', mode: 0o755, content: { file: await readFile(busybox) } },
    ...applets
      .filter((name) => name !== 'busybox')
      .map((name): Entry => ({ path: `bin/${name}`, mode: 0o777, content: { link: 'busybox' } })),
    text('etc/passwd', passwd),
    text('etc/group', group),
  ]);
}

const folder = (path: string, mode: number): Entry => ({ path, mode, content: 'folder' });
const text = (path: string, lines: readonly string[]): Entry => ({
  path,
  mode: 0o644,
  content: { file: Buffer.from(lines.map((line) => `${line}\n`).join('')) },
});

const passwd = ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/:/bin/false', 'app:x:1000:1000:app:/tmp:/bin/sh'];
const group = ['root:x:0:', 'nogroup:x:65534:', 'app:x:1000:'];
