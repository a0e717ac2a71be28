import { Agent, type AgentOptions } from 'node:https';
import { checkServerIdentity, createSecureContext, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { Refused } from '../streams/reason.ts';
import { tlsRefusal, type Seen } from './tls-refusal.ts';
import type { Tls } from './way.ts';

/** Connections over TLS; one that fails says why in words. */
export class TlsAgent extends Agent {
  readonly #tls: Tls;

  constructor(tls: Tls) {
    super({
      keepAlive: true,
      timeout: IDLE,
      maxCachedSessions: 0, // a session that is taken up again is not verified again
      secureContext: createSecureContext({ ...tls.certificates, ...tls.version.options }),
      rejectUnauthorized: tls.isVerified,
      checkServerIdentity: tls.isNamed ? checkServerIdentity : () => undefined,
    });
    this.#tls = tls;
  }

  override createConnection(options: AgentOptions): TLSSocket {
    const socket = super.createConnection(options) as TLSSocket;
    explain(socket, this.#tls);
    return socket;
  }

  /** docker-modem inspects what it sends as deeply as it goes, at every request. */
  [inspect.custom](): string {
    return 'TlsAgent';
  }
}

/** Milliseconds that a connection which nobody uses is kept, as by Node's own agent. */
const IDLE = 5_000;

/** Gives a failure its reason before anybody else hears of it. */
function explain(socket: TLSSocket, tls: Tls): void {
  let seen: Seen = { chain: [], isSecure: false, isAnswered: false };
  const refusal = (cause: NodeJS.ErrnoException) => {
    const reason = tlsRefusal(cause, seen, tls);
    return reason === undefined ? undefined : new Refused(reason);
  };
  socket.prependListener('secure', () => (seen = { ...seen, chain: chain(socket.getPeerCertificate(true)) })); // once refused it has none
  socket.once('secureConnect', () => (seen = { ...seen, isSecure: true }));
  socket.once('data', () => (seen = { ...seen, isAnswered: true }));
  socket.on('error', (cause: Error) => (cause.cause ??= refusal(cause)));
  socket.on('end', () => {
    const refused = refusal(Object.assign(new Error(), { code: 'ECONNRESET' }));
    if (refused) socket.emit('error', refused); // http would say that the socket hung up
  });
}

/** The last one is its own issuer; of a connection without certificates there is none. */
function chain(certificate: Partial<DetailedPeerCertificate>, longest = 10): Seen['chain'] {
  const { valid_from, valid_to, issuerCertificate } = certificate;
  if (valid_from === undefined || valid_to === undefined || longest === 0) return [];
  const rest = issuerCertificate === undefined || issuerCertificate === certificate ? [] : chain(issuerCertificate, longest - 1);
  return [{ valid_from, valid_to }, ...rest];
}
