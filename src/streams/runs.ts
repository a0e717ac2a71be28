import {
  asyncScheduler,
  catchError,
  concat,
  defer,
  delay,
  distinctUntilChanged,
  EMPTY,
  map,
  mergeMap,
  of,
  takeWhile,
  throwError,
  type Observable,
} from 'rxjs';
import type { Command, RunCommand } from '../derive/commands.ts';
import type { Registration } from '../derive/registrations.ts';
import type { RunFact, RunIdentity, Time } from '../facts/fact.ts';
import { identityOf, type Run } from '../state/run.ts';
import { alongside } from './alongside.ts';
import { reasonOf } from './reason.ts';

/** Runs a job's command in the container of its registration: tells that it has begun, by `until` or not at all, then how it ended. An error says that it could not run. */
export type Exec = (registration: Registration, run: { readonly id: string; readonly until: Time }) => Observable<Progress>;

export type Progress =
  | { readonly type: 'begun'; readonly exec: string }
  /** `output` is what came on both streams, in order of arrival. */
  | { readonly type: 'ended'; readonly exitCode: number; readonly output: string }
  /** Its container did not take it, and nothing was run. */
  | { readonly type: 'postponed'; readonly reason: string }
  /** How it ends cannot be known any more. */
  | { readonly type: 'lost'; readonly reason: string; readonly output: string };

/** Ends a run, of which the exec is named, with all that it began; tells why it cannot, if so, and may go on trying. */
export type End = (run: { readonly id: string; readonly exec: string }) => Observable<string>;

/** Executes what is decided about runs and tells how it went. A failure is a fact: no error leaves this stream. */
export const runs = (commands$: Observable<Command>, exec: Exec, end: End): Observable<RunFact> =>
  commands$.pipe(
    mergeMap((command): Observable<RunFact> => {
      switch (command.type) {
        case 'start':
          return started(command, exec);
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

function started({ run, registration }: Extract<RunCommand, { type: 'start' }>, exec: Exec): Observable<RunFact> {
  const told = (progress: Progress): RunFact => {
    const which = identity(run, registration.service);
    switch (progress.type) {
      case 'begun':
        return { ...which, type: 'run.started', exec: progress.exec };
      case 'ended':
        return { ...which, type: 'run.finished', exitCode: progress.exitCode, output: progress.output };
      case 'postponed':
        return { ...which, type: 'run.postponed', reason: progress.reason };
      case 'lost':
        return { ...which, type: 'run.lost', reason: progress.reason, output: progress.output };
    }
  };
  const { timeout } = registration.job;
  const untold = throwError(() => new Error('its end was not told'));
  return concat(
    defer(() => exec(registration, { id: run.id, until: run.until })),
    untold,
  ).pipe(
    takeWhile(({ type }) => type === 'begun', true),
    map(told),
    alongside<RunFact>((fact$) =>
      timeout === undefined
        ? EMPTY
        : fact$.pipe(
            delay(timeout),
            map(() => ({ ...identity(run, registration.service), type: 'run.overrun', timeout })),
          ),
    ),
    catchError((cause: unknown) => of<RunFact>({ ...identity(run, registration.service), type: 'run.failed', reason: reasonOf(cause) })),
  );
}

/** Another reason for which it cannot be ended is no news. */
const ended = ({ run, service, exec }: Extract<RunCommand, { type: 'end' }>, end: End): Observable<RunFact> =>
  defer(() => end({ id: run.id, exec })).pipe(
    catchError((cause: unknown) => of(reasonOf(cause))),
    distinctUntilChanged(),
    map((reason) => ({ ...identity(run, service), type: 'run.stuck', reason })),
  );

const identity = (run: Run, service: string): RunIdentity => identityOf(run, service, asyncScheduler.now());
