import { asyncScheduler, catchError, concat, defer, EMPTY, map, mergeMap, of, takeWhile, throwError, type Observable } from 'rxjs';
import type { Command, RunCommand } from '../derive/commands.ts';
import type { Registration } from '../derive/registrations.ts';
import type { RunFact, RunIdentity, Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';
import { identityOf, type Run } from '../state/run.ts';
import { reasonOf } from './reason.ts';

/** Runs a job's command in the container of its registration: tells that it has begun, by `until` or not at all, then how it ended. An error says that it could not run. */
export type Exec = (registration: Registration, run: { readonly id: string; readonly until: Time }) => Observable<Progress>;

export type Progress =
  | { readonly type: 'begun'; readonly exec: string }
  /** `output` is what came on both streams, in order of arrival. */
  | { readonly type: 'ended'; readonly exitCode: number; readonly output: string }
  /** Its container did not take it, and nothing was run. */
  | { readonly type: 'postponed'; readonly reason: string }
  /** The engine does not know it any more. */
  | { readonly type: 'lost' };

/** Executes what is decided about runs and tells how it went. A failure is a fact: no error leaves this stream. */
export const runs = (commands$: Observable<Command>, exec: Exec, grace: Duration): Observable<RunFact> =>
  commands$.pipe(
    mergeMap((command): Observable<RunFact> => {
      switch (command.type) {
        case 'start':
          return started(command, exec, grace);
        case 'miss':
          return of({ ...identity(command.run, command.service), type: 'run.missed', reason: command.reason });
        case 'refuse':
          return of({ ...identity(command.run, command.service), type: 'run.refused', reason: command.reason });
        default:
          return EMPTY;
      }
    }),
  );

function started({ run, registration }: Extract<RunCommand, { type: 'start' }>, exec: Exec, grace: Duration): Observable<RunFact> {
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
        return { ...which, type: 'run.lost' };
    }
  };
  const untold = throwError(() => new Error('its end was not told'));
  return concat(
    defer(() => exec(registration, { id: run.id, until: run.due + run.delay + grace })),
    untold,
  ).pipe(
    takeWhile(({ type }) => type === 'begun', true),
    map(told),
    catchError((cause: unknown) => of<RunFact>({ ...identity(run, registration.service), type: 'run.failed', reason: reasonOf(cause) })),
  );
}

const identity = (run: Run, service: string): RunIdentity => identityOf(run, service, asyncScheduler.now());
