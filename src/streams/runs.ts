import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  map,
  mergeMap,
  of,
  switchMap,
  takeWhile,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import type { Command, RunCommand } from '../derive/commands.ts';
import type { Registration } from '../derive/registrations.ts';
import type { RunFact, RunIdentity, Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';
import { identityOf, type Run } from '../state/run.ts';
import { alongside } from './alongside.ts';
import { reasonOf } from './reason.ts';

/** Runs a job's command in the container of its registration: tells that it has begun, by `until` or not at all, then how it ended. An error says that it could not run. */
export type Exec = (registration: Registration, run: { readonly id: string; readonly until: Time }) => Observable<Progress>;

/** How a run goes on. */
export type Progress =
  | { readonly type: 'begun'; readonly exec: string }
  /** It was begun before. */
  | { readonly type: 'found' }
  /** `output` is what came on both streams, in order of arrival. */
  | { readonly type: 'ended'; readonly exitCode: number; readonly output: string; readonly away?: true }
  /** Its container did not take it, and nothing was run. */
  | { readonly type: 'postponed'; readonly reason: string }
  /** How it ends cannot be known any more. */
  | { readonly type: 'lost'; readonly reason: string; readonly output: string };

/** Finds out what became of an exec that was created before bosun began: tells that it still runs, or that it begins now, by `until` or not at all, and how it ended. */
export type Follow = (run: { readonly exec: string; readonly until: Time }) => Observable<Progress>;

/** Ends a run, of which the exec is named, with all that it began; tells why it cannot, if so, and may go on trying. */
export type End = (run: { readonly id: string; readonly exec: string }) => Observable<string>;

/** By which runs touch the world. */
export interface Ports {
  readonly exec: Exec;
  readonly follow: Follow;
  readonly end: End;
}

/** Executes what is decided about runs and tells how it went. A failure is a fact: no error leaves this stream. */
export const runs = (commands$: Observable<Command>, { exec, follow, end }: Ports): Observable<RunFact> =>
  commands$.pipe(
    mergeMap((command): Observable<RunFact> => {
      switch (command.type) {
        case 'start':
          return started(command, exec);
        case 'follow':
          return followed(command, follow);
        case 'end':
          return ended(command, end);
        case 'miss':
          return of({ ...identity(command.run, command.service), type: 'run.missed', reason: command.reason });
        case 'refuse':
          return of({ ...identity(command.run, command.service), type: 'run.refused', reason: command.reason });
        default:
          return EMPTY;
      }
    }),
  );

const started = ({ run, registration: to }: Extract<RunCommand, { type: 'start' }>, exec: Exec): Observable<RunFact> =>
  lived(
    { run, service: to.service, timeout: to.job.timeout, since: undefined },
    defer(() => exec(to, run)),
  );

const followed = ({ run, service, stage }: Extract<RunCommand, { type: 'follow' }>, follow: Follow): Observable<RunFact> =>
  lived(
    { run, service, timeout: stage.timeout, since: stage.since },
    defer(() => follow({ exec: stage.exec, until: run.until })),
  );

interface Which {
  readonly run: Run;
  readonly service: string;
  readonly timeout: Duration | undefined;
  /** When it began, if that was before. */
  readonly since: Time | undefined;
}

function lived({ run, service, timeout, since }: Which, progress$: Observable<Progress>): Observable<RunFact> {
  const told = (progress: Progress): RunFact => {
    const which = identity(run, service);
    switch (progress.type) {
      case 'begun':
        return { ...which, type: 'run.started', exec: progress.exec, ...(timeout === undefined ? {} : { timeout }) };
      case 'found':
        return { ...which, type: 'run.found', since: since ?? which.at };
      case 'ended':
        return { ...which, ...progress, type: 'run.finished' };
      case 'postponed':
        return { ...which, ...progress, type: 'run.postponed' };
      case 'lost':
        return { ...which, ...progress, type: 'run.lost' };
    }
  };
  const untold = throwError(() => new Error('its end was not told'));
  return concat(progress$, untold).pipe(
    takeWhile(({ type }) => type === 'begun' || type === 'found', true),
    map(told),
    alongside<RunFact>((fact$) =>
      timeout === undefined
        ? EMPTY
        : fact$.pipe(
            switchMap((fact) => timer(left(timeout, fact))),
            map(() => ({ ...identity(run, service), type: 'run.overrun', timeout })),
          ),
    ),
    catchError((cause: unknown) => of<RunFact>({ ...identity(run, service), type: 'run.failed', reason: reasonOf(cause) })),
  );
}

/** How much of its timeout a run has left. */
const left = (timeout: Duration, fact: RunFact): Duration =>
  Math.max((fact.type === 'run.found' ? fact.since : fact.at) + timeout - asyncScheduler.now(), 0);

/** Another reason for which it cannot be ended is no news. */
const ended = ({ run, service, exec }: Extract<RunCommand, { type: 'end' }>, end: End): Observable<RunFact> =>
  defer(() => end({ id: run.id, exec })).pipe(
    catchError((cause: unknown) => of(reasonOf(cause))),
    distinctUntilChanged(),
    map((reason) => ({ ...identity(run, service), type: 'run.stuck', reason })),
  );

const identity = (run: Run, service: string): RunIdentity => identityOf(run, service, asyncScheduler.now());
