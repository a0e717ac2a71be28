import {
  asyncScheduler,
  catchError,
  concat,
  concatMap,
  defer,
  delay,
  EMPTY,
  exhaustMap,
  first,
  ignoreElements,
  map,
  of,
  repeat,
  retry,
  takeUntil,
  tap,
  throwError,
  timeout,
  timer,
  type Observable,
} from 'rxjs';
import type { Exec, Follow, Progress } from '../streams/runs.ts';
import { chunks, EngineError } from './call.ts';
import { captured } from './captured.ts';
import { demultiplexer } from './demultiplex.ts';
import type { Engine } from './engine.ts';
import { mark } from './strike.ts';

/** Runs a job as an exec of its container: create, start, take what it writes, and ask how it ended. */
export const exec =
  (engine: Engine, outputLimit: number): Exec =>
  ({ container, job: { command, environment, user, workdir } }, { id, until }) =>
    engine
      .createExec(container.id, {
        AttachStdout: true,
        AttachStderr: true,
        Cmd: [...command],
        Env: [...Object.entries(environment).map(([name, value]) => `${name}=${value}`), mark(id)],
        ...(user === undefined ? {} : { User: user }),
        ...(workdir === undefined ? {} : { WorkingDir: workdir }),
      })
      .pipe(
        retry({ delay: (cause) => (cause instanceof EngineError ? throwError(() => cause) : timer(ENGINE_AWAY)) }),
        timeout({
          first: Math.max(until - asyncScheduler.now(), SOON),
          with: () => throwError(() => new Error('the engine did not answer in time')),
        }),
        concatMap((created) => concat(of<Progress>({ type: 'begun', exec: created }), carriedOut(engine, created, outputLimit))),
        catchError(postponed),
      );

/**
 * Asks the engine what became of an exec that was created before we began. One that was not started then is started now: the engine starts
 * none twice, so it does not matter how far our last life got.
 */
export const follow =
  (engine: Engine, outputLimit: number): Follow =>
  ({ exec: id, until }) => {
    const asked$ = defer(() => engine.inspectExec(id)).pipe(
      retry({ delay: (cause) => (isUnknown(cause) ? throwError(() => cause as unknown) : timer(ENGINE_AWAY)) }),
    );
    const became = (otherwise: () => Observable<Progress>) =>
      asked$.pipe(
        concatMap(({ running, exitCode }): Observable<Progress> => {
          if (running)
            return concat(of<Progress>({ type: 'found' }), ended(engine, id, { output: () => '', wasCut: () => true, growth: SLOW }));
          if (exitCode === null) return otherwise();
          return of(exitCode === UNTOLD ? CUT : { type: 'ended', exitCode, output: '', away: true });
        }),
        catchError((cause: unknown) => (isUnknown(cause) ? of(forgotten('')) : throwError(() => cause))),
      );
    const late$ = of<Progress>({ type: 'postponed', reason: 'bosun ended before it began' });
    const startedNow$ = concat(of<Progress>({ type: 'begun', exec: id }), carriedOut(engine, id, outputLimit));
    return became(() => (until < asyncScheduler.now() ? late$ : startedNow$)).pipe(catchError(postponed));
  };

/** That the container is gone (404), paused or not running (409) is heard as an event any moment now, if not already. */
function postponed(cause: unknown): Observable<Progress> {
  if (!(cause instanceof EngineError && (cause.status === 404 || cause.status === 409))) return throwError(() => cause);
  return timer(POSTPONED).pipe(map(() => ({ type: 'postponed', reason: cause.message })));
}

function carriedOut(engine: Engine, id: string, outputLimit: number): Observable<Progress> {
  const output = captured(outputLimit);
  const demultiplex = demultiplexer();
  let cut = false;
  const written$ = engine.startExec(id).pipe(
    concatMap(chunks),
    tap((chunk) => demultiplex(chunk).forEach(output.take)),
    takeUntil(over(engine, id)),
    ignoreElements(),
    catchError((cause: unknown) => {
      if (cause instanceof EngineError) throw cause;
      cut = true;
      output.note('… the connection to the engine was lost here: what came after it is not known …');
      return EMPTY; // the process may go on: inspect knows
    }),
  );
  return concat(written$, ended(engine, id, { output: output.text, wasCut: () => cut, growth: 2 }));
}

/** When the engine says, asked every half a minute, that it runs no more: a connection can be dead without an end. */
const over = (engine: Engine, id: string): Observable<unknown> =>
  timer(STILL_RUNNING, STILL_RUNNING).pipe(
    exhaustMap(() => engine.inspectExec(id).pipe(catchError((cause: unknown) => of({ running: !isUnknown(cause) })))),
    first(({ running }) => !running),
    delay(UNDERWAY),
  );

/** How it ended is what inspect says, never that its stream is over; while the engine is away it is asked again. */
const ended = (engine: Engine, id: string, { output, wasCut, growth }: Told): Observable<Progress> =>
  defer(() => engine.inspectExec(id)).pipe(
    retry({ delay: (cause) => (isUnknown(cause) ? throwError(() => cause as unknown) : timer(ENGINE_AWAY)) }),
    repeat({ delay: (times) => timer(Math.min(STILL_RUNNING, growth ** (times - 1) * 1_000)) }),
    first(({ running }) => !running),
    map(({ exitCode }): Progress => {
      if (exitCode === null) throw new Error('the engine did not start it');
      return wasCut() && exitCode === UNTOLD ? { ...CUT, output: output() } : { type: 'ended', exitCode, output: output() };
    }),
    catchError((cause: unknown) => (isUnknown(cause) ? of(forgotten(output())) : throwError(() => cause))),
  );

const forgotten = (output: string): Progress => ({ type: 'lost', reason: 'the engine has forgotten it', output });

interface Told {
  readonly output: () => string;
  readonly wasCut: () => boolean;
  /** By which factor the pauses grow until it is looked at again, from a second to STILL_RUNNING. */
  readonly growth: number;
}

/** Its connection to the engine was cut, by our end perhaps. */
const CUT = { type: 'lost', reason: 'the connection to the engine was lost', output: '' } as const;

/** The engine has no such exec: it forgets them when it crashes. */
const isUnknown = (cause: unknown): boolean => cause instanceof EngineError && cause.status === 404;

/** What Docker gives as the exit code of an exec that it cannot follow any more, whose connection was cut. */
const UNTOLD = 126;

/** Of a run that is only looked at: its end is seen after a twentieth of the time it took, about. */
const SLOW = 1.05;

/** Milliseconds, at most, until a process that outlives its stream is looked at again: a second at first. */
const STILL_RUNNING = 30_000;

/** Milliseconds until a run that its container did not take is given back. */
const POSTPONED = 250;

/** Milliseconds that what a process wrote last may be on its way. */
const UNDERWAY = 5_000;

/** Milliseconds until an engine that does not answer is asked again. */
const ENGINE_AWAY = 1_000;

/** Milliseconds that an engine is given to answer at least. */
const SOON = 1_000;
