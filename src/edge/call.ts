import type { Readable } from 'node:stream';
import { Observable } from 'rxjs';
import type { Duration } from '../facts/job.ts';

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

/** dockerode wraps the engine's words: `(HTTP code 409) unexpected - Container x is paused `. */
function explained(cause: unknown): unknown {
  if (!(cause instanceof Error && 'statusCode' in cause && typeof cause.statusCode === 'number')) return cause;
  return new EngineError(cause.statusCode, cause.message.replace(/^\(HTTP code \d+\) .*? - /, '').trim());
}

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
