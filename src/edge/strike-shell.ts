import {
  catchError,
  concat,
  concatMap,
  defer,
  from,
  ignoreElements,
  map,
  of,
  takeWhile,
  tap,
  throwError,
  timeout,
  toArray,
  type Observable,
} from 'rxjs';
import { captured } from './captured.ts';
import { chunks } from './call.ts';
import { demultiplexer } from './demultiplex.ts';
import type { Engine } from './engine.ts';
import { BY_MARK, BY_SESSION } from './strike-scripts.ts';
import { mark, type Signal, type Strike, type Struck } from './strike.ts';

/**
 * Sends signals by the shell of the container, which needs nothing but its own words. As the job's user to those whose environment has the
 * run's id, which nobody else may read; as root to all of their sessions; then as every other user that has processes there, since what `su`
 * has begun is theirs to read.
 */
export function shellStrike(engine: Engine, { id, container, user }: Struck): Strike {
  const sessions = new Set<string>();
  let born: string | undefined;
  const marked = (signal: Signal, as: string | undefined) =>
    said(engine, container, BY_MARK, as, [signal, mark(id)]).pipe(
      tap(({ found }) => found.forEach(({ session }) => sessions.add(session))),
    );
  const inSessions = (signal: Signal) => said(engine, container, BY_SESSION, '0', [signal, born ?? '', ...sessions]);
  const others = (signal: Signal, owners: readonly string[]) =>
    from(owners).pipe(
      concatMap((owner) => marked(signal, owner).pipe(catchError(unless(NoShell, NOTHING)))),
      toArray(),
    );
  return (signal) =>
    marked(signal, user === '' ? undefined : user).pipe(
      concatMap((own) => {
        born ??= own.born;
        if (own.born !== born) return of(0); // the container was started again: nothing of the run has outlived that
        return inSessions(signal).pipe(
          concatMap((all) => {
            const known = sessions.size;
            const owners = [...new Set(all.owners)].filter((owner) => !own.owners.includes(owner)).slice(0, OWNERS);
            return others(signal, owners).pipe(
              concatMap((theirs) =>
                (sessions.size > known ? inSessions(signal) : of(NOTHING)).pipe(map((last) => [own, all, ...theirs, last])),
              ),
              map((told) => new Set(told.flatMap(({ found }) => found.map(({ pid }) => pid))).size),
            );
          }),
        );
      }),
    );
}

/** There is nothing that could run a script. */
export class NoShell extends Error {}

/** A script does not end. */
export class Hung extends Error {}

/** What a script tells. */
interface Told {
  /** When the container's first process began. */
  readonly born: string;
  /** `uid:gid` of processes. */
  readonly owners: readonly string[];
  readonly found: readonly { readonly pid: string; readonly session: string }[];
}

const NOTHING: Told = { born: '', owners: [], found: [] };

const said = (engine: Engine, container: string, script: string, user: string | undefined, words: readonly string[]): Observable<Told> =>
  engine
    .createExec(container, {
      AttachStdout: true,
      AttachStderr: true,
      Cmd: ['sh', '-c', script, 'sh', ...words],
      WorkingDir: '/',
      ...(user === undefined ? {} : { User: user }),
    })
    .pipe(
      concatMap((exec) => written(engine, exec)),
      timeout({
        first: PATIENCE,
        with: () => throwError(() => new Hung(`the shell in its container does not end within ${PATIENCE / 1_000} s`)),
      }),
    );

/** Until its last line: Docker may tell seconds later that an exec has ended, where another one of the container leaves its output open. */
function written(engine: Engine, exec: string): Observable<Told> {
  const demultiplex = demultiplexer();
  const output = captured(OUTPUT);
  const isWhole = () => /^done$/m.test(output.text());
  const all$ = engine.startExec(exec).pipe(
    concatMap(chunks),
    tap((chunk) => demultiplex(chunk).forEach(output.take)),
    takeWhile(() => !isWhole()),
    ignoreElements(),
  );
  const fault$ = defer(() => engine.inspectExec(exec)).pipe(
    map(({ exitCode }) => {
      if ((exitCode === 126 || exitCode === 127) && /not found|no such file/i.test(output.text()))
        throw new NoShell('there is no shell in its container that could signal its processes');
      throw new Error(`the shell in its container ends with exit code ${exitCode ?? '?'}`); // as when the container ends meanwhile
    }),
  );
  return concat(
    all$,
    defer(() => (isWhole() ? of(told(output.text())) : fault$)),
  );
}

function told(text: string): Told {
  const lines = text.split('\n').map((line) => line.split(' '));
  const of = (kind: string) => lines.filter(([first]) => first === kind);
  return {
    born: of('born')
      .map(([, time = '']) => time)
      .join(),
    owners: of('owner').flatMap(([, owner = '']) => (/^\d+:\d+$/.test(owner) ? [owner] : [])),
    found: of('found').map(([, pid = '', session = '']) => ({ pid, session })),
  };
}

const unless =
  <T>(expected: new (message: string) => Error, otherwise: T) =>
  (cause: unknown): Observable<T> =>
    cause instanceof expected ? of(otherwise) : throwError(() => cause);

/** Milliseconds that a script may take. */
const PATIENCE = 10_000;

/** Characters of what it says. */
const OUTPUT = 1 << 18;

/** As so many other users it is looked for. */
const OWNERS = 8;
