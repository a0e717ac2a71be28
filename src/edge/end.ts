import { catchError, concatMap, defer, EMPTY, filter, map, of, repeat, takeWhile, tap, timer, type Observable } from 'rxjs';
import { reasonOf } from '../streams/reason.ts';
import type { End } from '../streams/runs.ts';
import { EngineError } from './call.ts';
import type { Engine, Inspected } from './engine.ts';
import { hostStrike } from './strike-host.ts';
import { NoShell, shellStrike } from './strike-shell.ts';
import type { Signal, Strike } from './strike.ts';

/**
 * Ends all that a run has begun: TERM, three seconds, KILL, until nothing of it is left. Docker has no call for it: the processes are signalled
 * on the host where they are seen there, else by a shell in their container. Tells why they do not end, if so, and goes on.
 */
export const end =
  (engine: Engine, procfs = '/proc'): End =>
  ({ id, exec }) =>
    engine.inspectExec(exec).pipe(
      concatMap((run) => (run.running ? rounds(struck(engine, id, run, procfs), () => engine.inspectExec(exec)) : EMPTY)),
      catchError((cause: unknown) => (isGone(cause) ? EMPTY : of(reasonOf(cause)))),
    );

const struck = (engine: Engine, id: string, run: Inspected, procfs: string): Strike =>
  hostStrike({ id, ...run }, procfs) ?? shellStrike(engine, { id, ...run });

/** How a round went: undefined when nothing is left. */
interface Round {
  readonly reason: string;
  /** Whether it is told at once, or only after many rounds; and whether no other is of use. */
  readonly certain: boolean;
  readonly last: boolean;
}

function rounds(strike: Strike, inspect: () => Observable<Inspected>): Observable<string> {
  let sent = 0;
  let made = 0;
  const round = (): Observable<Round | undefined> =>
    strike(signalOf(sent)).pipe(
      tap(() => sent++),
      concatMap((found) => (found > 0 ? of(slow(`${found} of its processes live on`)) : inspect().pipe(map(nothingFound)))),
      catchError(failed),
    );
  return defer(round).pipe(
    tap(() => made++),
    repeat({ delay: () => timer(sent < TERMED ? SECOND : made < MANY ? SECOND / 2 : SELDOM) }),
    takeWhile((result) => result?.last === false, true),
    filter((result): result is Round => result !== undefined && (result.certain || made >= MANY)),
    map(({ reason }) => reason),
  );
}

const signalOf = (sent: number): Signal => (sent === 0 ? 'TERM' : sent < TERMED ? '0' : 'KILL');

const slow = (reason: string): Round => ({ reason, certain: false, last: false });

const nothingFound = ({ running }: Inspected): Round | undefined =>
  running ? slow('it has cleared its environment and left its session, so that its processes are not known') : undefined;

function failed(cause: unknown): Observable<Round | undefined> {
  if (isGone(cause)) return of(undefined);
  const known = cause instanceof NoShell || (cause instanceof EngineError && cause.status === 409);
  return of({ reason: reasonOf(cause), certain: known, last: cause instanceof NoShell });
}

/** With its container, or as far as the engine remembers. */
const isGone = (cause: unknown): boolean => cause instanceof EngineError && cause.status === 404;

const SECOND = 1_000;

/** So many rounds, a second apart, are made before KILL. */
const TERMED = 3;

/** So many are made before it is told that they are of no use; then one in ten seconds. */
const MANY = 15;
const SELDOM = 10_000;
