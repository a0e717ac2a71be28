import {
  catchError,
  concatMap,
  defer,
  EMPTY,
  filter,
  map,
  of,
  repeat,
  retry,
  takeWhile,
  tap,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import { reasonOf } from '../streams/reason.ts';
import type { End } from '../streams/runs.ts';
import { EngineError } from './call.ts';
import type { Engine, Inspected } from './engine.ts';
import { hostStrike } from './strike-host.ts';
import { Hung, NoShell, shellStrike } from './strike-shell.ts';
import type { Signal, Strike } from './strike.ts';

/**
 * Ends all that a run has begun: TERM, three seconds, KILL, until nothing of it is left. Docker has no call for it: the processes are signalled
 * on the host where they are seen there, else by a shell in their container. Tells why they do not end, if so, and goes on.
 */
export const end =
  (engine: Engine, procfs = '/proc'): End =>
  ({ id, exec }) => {
    const inspect = () =>
      engine.inspectExec(exec).pipe(retry({ delay: (cause) => (isGone(cause) ? throwError(() => cause as unknown) : timer(SECOND)) }));
    return defer(inspect).pipe(
      concatMap((run) => rounds(struck(engine, id, run, procfs), inspect, () => engine.isPaused(run.container))),
      catchError((cause: unknown) => (isGone(cause) ? EMPTY : throwError(() => cause))),
    );
  };

const struck = (engine: Engine, id: string, run: Inspected, procfs: string): Strike =>
  hostStrike({ id, ...run }, procfs) ?? shellStrike(engine, { id, ...run });

/** Why a run goes on. */
interface Obstacle {
  readonly reason: string;
  /** Whether it is told at once, or only after many rounds; and whether to try again is of no use. */
  readonly certain: boolean;
  readonly last: boolean;
}

function rounds(strike: Strike, inspect: () => Observable<Inspected>, isPaused: () => Observable<boolean>): Observable<string> {
  let sent = 0;
  let made = 0;
  let hung = 0;
  /** Undefined when nothing is left. */
  const round = (): Observable<Obstacle | undefined> =>
    strike(signalOf(sent)).pipe(
      tap(() => sent++),
      concatMap((found) => (found > 0 ? isPaused().pipe(map((paused) => (paused ? PAUSED : living(found)))) : whileItRuns(slow(HIDDEN)))),
      catchError((cause: unknown) => {
        if (isGone(cause)) return of(undefined);
        if (cause instanceof EngineError && cause.status === 409) return whileItRuns(PAUSED);
        if (cause instanceof Hung) return of({ reason: cause.message, certain: true, last: ++hung >= HANGS });
        return of({ reason: reasonOf(cause), certain: cause instanceof NoShell, last: cause instanceof NoShell });
      }),
    );
  const whileItRuns = (obstacle: Obstacle): Observable<Obstacle | undefined> =>
    inspect().pipe(map(({ running }) => (running ? obstacle : undefined)));
  return defer(round).pipe(
    tap(() => made++),
    repeat({ delay: () => timer(made >= MANY ? SELDOM : sent < TERMED ? SECOND : SECOND / 2) }),
    takeWhile((obstacle) => obstacle?.last === false, true),
    filter((obstacle): obstacle is Obstacle => obstacle !== undefined && (obstacle.certain || made >= MANY)),
    map(({ reason }) => reason),
  );
}

const signalOf = (sent: number): Signal => (sent === 0 ? 'TERM' : sent < TERMED ? '0' : 'KILL');

const slow = (reason: string): Obstacle => ({ reason, certain: false, last: false });

const living = (count: number): Obstacle => slow(count === 1 ? 'one of its processes lives on' : `${count} of its processes live on`);

/** Signalled all the same, which it feels when it wakes. */
const PAUSED: Obstacle = { reason: 'its container is paused, it is ended when that wakes', certain: true, last: false };

const HIDDEN = 'its processes are not found, as where it has cleared its environment and left its session';

/** With its container, or as far as the engine remembers. */
const isGone = (cause: unknown): boolean => cause instanceof EngineError && cause.status === 404;

/** Milliseconds. */
const SECOND = 1_000;

/** So many rounds, a second apart, are made before KILL. */
const TERMED = 3;

/** So many are made before it is told that they are of no use; then one in ten seconds. */
const MANY = 15;
const SELDOM = 10_000;

/** So many scripts are left hanging in a container. */
const HANGS = 3;
