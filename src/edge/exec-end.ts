import { catchError, defer, delay, exhaustMap, first, map, of, repeat, retry, throwError, timer, type Observable } from 'rxjs';
import type { Progress } from '../streams/runs.ts';
import { EngineError } from './call.ts';
import type { Engine } from './engine.ts';

/** When the engine says, asked every half a minute, that it runs no more: a connection can be dead without an end. */
export const over = (engine: Engine, id: string): Observable<unknown> =>
  timer(STILL_RUNNING, STILL_RUNNING).pipe(
    exhaustMap(() => engine.inspectExec(id).pipe(catchError((cause: unknown) => of({ running: !isUnknown(cause) })))),
    first(({ running }) => !running),
    delay(UNDERWAY),
  );

/** How it ended is what inspect says, never that its stream is over; while the engine is away it is asked again. */
export const ended = (engine: Engine, id: string, { output, cut, growth }: Told): Observable<Progress> =>
  defer(() => engine.inspectExec(id)).pipe(
    retry({ delay: (cause) => (isUnknown(cause) ? throwError(() => cause as unknown) : timer(ENGINE_AWAY)) }),
    repeat({ delay: (times) => timer(Math.min(STILL_RUNNING, growth ** (times - 1) * 1_000)) }),
    first(({ running }) => !running),
    map(({ exitCode }): Progress => {
      if (exitCode === null) throw new Error('the engine did not start it');
      const lost = exitCode === UNTOLD ? cut() : undefined;
      return { ...(lost ?? { type: 'ended', exitCode }), output: output() };
    }),
    catchError((cause: unknown) => (isUnknown(cause) ? of(forgotten(output())) : throwError(() => cause))),
  );

export const forgotten = (output: string): Progress => ({ type: 'lost', reason: 'the engine has forgotten it', output });

interface Told {
  readonly output: () => string;
  /** What to tell in place of a code that stands for a connection that was cut, where it was. */
  readonly cut: () => typeof CUT | typeof LEFT | undefined;
  /** By which factor the pauses grow until it is looked at again, from a second to STILL_RUNNING. */
  readonly growth: number;
}

/** Its connection to the engine was cut by our end, which the engine noticed by what it wrote then. */
export const LEFT = { type: 'lost', reason: 'it wrote after bosun had ended, and the engine tells no exit code then', output: '' } as const;

export const CUT = { type: 'lost', reason: 'the connection to the engine was lost', output: '' } as const;

/** The engine has no such exec: it forgets them when it crashes. */
export const isUnknown = (cause: unknown): boolean => cause instanceof EngineError && cause.status === 404;

/** What Docker gives as the exit code of an exec that it cannot follow any more, whose connection was cut. */
export const UNTOLD = 126;

/** Of a run that is only looked at: its end is seen after a twentieth of the time it took, about. */
export const SLOW = 1.05;

/** Milliseconds, at most, until a process that outlives its stream is looked at again: a second at first. */
const STILL_RUNNING = 30_000;

/** Milliseconds that what a process wrote last may be on its way. */
const UNDERWAY = 5_000;

/** Milliseconds until an engine that does not answer is asked again. */
export const ENGINE_AWAY = 1_000;
