import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * What `use` gives, while an HTTP server listens at the URL that it is told; every socket is closed afterwards.
 * A reply that throws is a bug of the server's own, and fails the whole.
 */
export async function served<T>(
  reply: (request: IncomingMessage, answer: ServerResponse) => Promise<void> | void,
  use: (url: string) => Promise<T> | T,
): Promise<T> {
  const bugs: unknown[] = [];
  const sockets = new Set<Socket>();
  const replied = async (request: IncomingMessage, answer: ServerResponse) => {
    try {
      await reply(request, answer);
    } catch (cause) {
      if (!request.errored) bugs.push(cause); // a client that leaves in the middle of its question is no bug
      answer.destroy();
    }
  };
  const server = createServer({ keepAliveTimeout: 0 }, (request, answer) => void replied(request, answer));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const given = await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    if (bugs.length > 0) throw bugs[0];
    return given;
  } finally {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }
}
