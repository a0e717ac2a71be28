import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands between a daemon and an engine, and cuts the event stream. */
export interface CuttingProxy {
  readonly socket: string;
  /** Cuts so many answers to `/events`, each after so many bytes, its header included; resolves when they are asked for once more. */
  readonly cut: (count: number, bytes: () => number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Passes everything on between its own socket and the engine's, byte by byte. */
export async function cuttingProxy(engine: string): Promise<CuttingProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-proxy-'));
  const socket = join(folder, 'docker.sock');
  const open = new Set<Socket>();
  /** Answers to `/events` that are under way, and how many bytes are left to them. */
  const feeds = new Map<Socket, { left: number }>();
  let order = { cuts: 0, bytes: () => Infinity, done: (): void => undefined };
  const next = () => {
    if (order.cuts > 0) return { left: order.bytes() };
    order.done();
    return { left: Infinity };
  };

  const server = createServer((client) => {
    const upstream = connect(engine);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined); // `close` follows
      one.on('close', () => {
        open.delete(one);
        feeds.delete(one);
        other.destroySoon();
      });
    }
    client.on('data', (asked: Buffer) => {
      // A connection that is kept alive carries other calls before this one, but one at a time.
      if (/^GET (\/v[\d.]+)?\/events[? ]/.test(asked.toString('latin1'))) feeds.set(client, next());
      upstream.write(asked);
    });
    upstream.on('data', (answered: Buffer) => {
      const feed = feeds.get(client);
      if (!feed || feed.left > answered.length) {
        if (feed) feed.left -= answered.length;
        client.write(answered);
        return;
      }
      feeds.delete(client);
      client.write(answered.subarray(0, feed.left));
      upstream.removeAllListeners('data').resume();
      client.destroySoon(); // what was written goes out, then it is cut
      order.cuts--;
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    cut: (count, bytes) =>
      new Promise((done) => {
        order = { cuts: count, bytes, done };
        for (const client of feeds.keys()) feeds.set(client, next());
      }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const each of open) each.destroy();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
