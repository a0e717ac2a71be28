import type { Readable } from 'node:stream';
import { Observable } from 'rxjs';
import type { Duration } from '../facts/job.ts';
import { Refused } from '../streams/reason.ts';

/**
 * One call of the engine: aborted when it is left before the answer, and when there is none within `patience` milliseconds.
 * An answer that is a stream is not cut by either.
 */
export const call = <T>(patience: Duration, ask: (signal: AbortSignal) => Promise<T>): Observable<T> =>
  new Observable<T>((subscriber) => {
    const abort = new AbortController();
    let answered = false;
    const settle = (tell: () => void) => {
      answered = true;
      clearTimeout(limit);
      tell();
    };
    const limit = setTimeout(() => {
      const late = new NoAnswer(`no answer within ${patience / 1000} s`);
      settle(() => subscriber.error(late));
      abort.abort(late);
    }, patience);
    // A promise first: what `ask` throws at once is a rejection like any other.
    Promise.resolve(abort.signal)
      .then(ask)
      .then(
        (answer) =>
          settle(() => {
            subscriber.next(answer);
            subscriber.complete();
          }),
        (cause: unknown) => settle(() => subscriber.error(explained(cause))),
      );
    return () => {
      clearTimeout(limit);
      if (!answered) abort.abort();
    };
  });

/** The engine has not answered in time. */
export class NoAnswer extends Error {}

/** An answer of the engine that is an error, in the engine's own words. */
export class EngineError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** dockerode wraps the engine's words: `(HTTP code 409) unexpected - Container x is paused `. The agents give a failure their reason as its cause. */
function explained(cause: unknown): unknown {
  if (cause instanceof Error && cause.cause instanceof Refused) return cause.cause;
  if (!(cause instanceof Error && 'statusCode' in cause && typeof cause.statusCode === 'number')) return inWords(cause);
  const message = cause.message.replace(/^\(HTTP code \d+\) .*? - /s, '').trim();
  if (message === PLAIN) return new Refused(SPEAKS_TLS);
  const answer = 'json' in cause ? cause.json : undefined; // where it is none, its text
  const isEngines = typeof answer === 'object' && answer !== null && !Buffer.isBuffer(answer);
  return new EngineError(cause.statusCode, isEngines ? message : foreign(cause.statusCode, answer));
}

/** What another answers in the engine's place, such as a proxy that does not let a call through. */
function foreign(status: number, body: unknown): string {
  const text = (typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return `HTTP status ${status}${text === '' ? '' : ` (${text.slice(0, 200)})`}, which is no answer of an engine: is a proxy between?`;
}

/** What the system's words for a connection that does not come about mean here. */
function inWords(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const means = MEANINGS[code];
  return cause instanceof Error && means !== undefined && /^(connect|getaddrinfo) /.test(cause.message)
    ? new Error(`${cause.message}: ${means}`, { cause })
    : cause;
}

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use the socket, root and the members of its group may',
  ECONNREFUSED: 'nobody listens there',
  ENOENT: 'there is no such socket',
  ENOTFOUND: 'there is no such host',
};

/** What Go answers (net/http, Server.serve). */
const PLAIN = 'Client sent an HTTP request to an HTTPS server.';
const SPEAKS_TLS = 'it speaks TLS, and no certificates are given: DOCKER_CERT_PATH says where ca.pem, cert.pem and key.pem are';

/** What comes on a stream until it ends; left, it is destroyed. A stream that is cut errors. */
export const chunks = (readable: Readable): Observable<Uint8Array> =>
  new Observable((subscriber) => {
    readable
      .on('data', (chunk: Uint8Array) => subscriber.next(chunk))
      .on('end', () => subscriber.complete())
      .on('error', () => subscriber.error(new Error('the connection was closed')))
      .on('close', () => subscriber.error(new Error('the connection was closed')));
    return () => readable.destroy();
  });
