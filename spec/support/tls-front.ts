import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';

/** An engine behind TLS, as `dockerd --tlsverify` is one. */
export interface TlsFront {
  readonly port: number;
  /** Shows another certificate from now on, and closes what is open. */
  readonly change: (options: TlsOptions) => void;
  readonly close: () => Promise<void>;
}

/** Speaks TLS on loopback, and passes on what comes of it to the engine's socket. Who shows no certificate of its authority is turned away. */
export async function tlsFront(socket: string, options: TlsOptions): Promise<TlsFront> {
  const open = new Set<Socket>();
  const cut = () => open.forEach((one) => one.destroy());
  const server = createServer({ requestCert: true, rejectUnauthorized: true, ...options }, (client) => {
    const upstream = connect(socket);
    client.pipe(upstream).pipe(client);
    client.on('error', () => undefined).on('close', () => upstream.destroy());
    upstream.on('error', () => undefined).on('close', () => client.destroySoon());
  });
  server.on('connection', (one: Socket) => open.add(one.on('close', () => open.delete(one))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    change: (changed) => {
      server.setSecureContext({ ...options, ...changed });
      cut();
    },
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      return closed;
    },
  };
}
