import {
  asyncScheduler,
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  ignoreElements,
  map,
  of,
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
import { CUT, ended, ENGINE_AWAY, forgotten, isUnknown, LEFT, over, SLOW, UNTOLD } from './exec-end.ts';
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
            return concat(of<Progress>({ type: 'found' }), ended(engine, id, { output: () => '', cut: () => LEFT, growth: SLOW }));
          if (exitCode === null) return otherwise();
          return of(exitCode === UNTOLD ? LEFT : { type: 'ended', exitCode, output: '', away: true });
        }),
        catchError((cause: unknown) => (isUnknown(cause) ? of(forgotten('')) : throwError(() => cause))),
      );
    const late$ = of<Progress>({ type: 'postponed', reason: 'bosun ended before it began' });
    const startedNow$ = concat(of<Progress>({ type: 'begun', exec: id }), carriedOut(engine, id, outputLimit)).pipe(
      catchError((cause: unknown) => became(() => postponed(cause))), // it may be that our last life's request was on its way
    );
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
  return concat(written$, ended(engine, id, { output: output.text, cut: () => (cut ? CUT : undefined), growth: 2 }));
}

/** Milliseconds until a run that its container did not take is given back. */
const POSTPONED = 250;

/** Milliseconds that an engine is given to answer at least. */
const SOON = 1_000;
