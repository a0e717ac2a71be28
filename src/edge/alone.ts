import { createHash } from 'node:crypto';
import {
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  forkJoin,
  from,
  ignoreElements,
  map,
  mergeMap,
  of,
  repeat,
  take,
  tap,
  throwError,
  timer,
  toArray,
  type Observable,
} from 'rxjs';
import { EngineError } from './call.ts';
import type { Engine, Life } from './engine.ts';
import { held } from './held.ts';
import { ownId } from './own-id.ts';

/** Another bosun, or a deck-chores, serves the same engine and label namespace. */
export class NotAlone extends Error {
  constructor(who: string, namespace: string) {
    super(
      `${who} runs the jobs of this engine in the label namespace "${namespace}": two would run each job twice. End one, or give one another LABEL_NAMESPACE.`,
    );
  }
}

/**
 * Completes when we may serve this engine and namespace, errors with NotAlone where another does. Among containers of the engine the one
 * that started first stays, among all that share a network, as the processes of a host, the one that holds a name that ends with its process.
 */
export const alone = (engine: Engine, address: string, namespace: string, id: string | undefined = ownId()): Observable<never> =>
  (id === undefined ? of(undefined) : ownLife(engine, id)).pipe(
    concatMap((own) => concat(own ? amongContainers(engine, own, address, namespace) : EMPTY, amongProcesses(engine, address, namespace))),
    tap((who) => {
      if (who !== undefined) throw new NotAlone(who, namespace);
    }),
    ignoreElements(),
  );

/** The container that we are, if this engine has it, once it is said to run: our process is a little ahead of that. */
const ownLife = (engine: Engine, id: string): Observable<Life | undefined> =>
  defer(() => engine.life(id)).pipe(
    repeat({ delay: () => timer(SOON) }),
    filter(({ isRunning }) => isRunning),
    take(1),
    catchError(unless404(undefined)),
  );

/** Who of them has started before us. One that is about to start will find us. */
const amongContainers = (engine: Engine, own: Life, address: string, namespace: string): Observable<string | undefined> =>
  forkJoin(LABELS.map((label) => engine.labelled(label))).pipe(
    concatMap((found) => from(new Set(found.flat()))),
    filter((id) => id !== own.id),
    mergeMap((id) => engine.life(id).pipe(catchError(unless404(undefined)))),
    filter((other) => other !== undefined),
    filter((other) => other.isRunning && serves(other, namespace) && isBefore(other, own)),
    toArray(),
    map((others) => others.toSorted((one, other) => (isBefore(one, other) ? -1 : 1))[0]),
    map(
      (first) =>
        first &&
        `The container ${first.name} (${first.id.slice(0, 12)}), since ${new Date(first.startedAt).toISOString()},${elsewhere(first, address)}`,
    ),
  );

const isBefore = (one: Life, other: Life): boolean =>
  one.startedAt < other.startedAt || (one.startedAt === other.startedAt && one.id < other.id);

/** It may be another engine that it serves: whether these two are one cannot be told. */
function elsewhere({ environment }: Life, address: string): string {
  const theirs = variable(environment, 'DOCKER_HOST');
  return theirs === '' || theirs === address ? '' : ` whose DOCKER_HOST is ${theirs.replace(/\/\/.*@/, '//…@')},`;
}

const variable = (environment: readonly string[], name: string): string =>
  environment.findLast((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';

/** Our image has clustercron too, which serves no engine. */
function serves({ program, environment }: Life, namespace: string): boolean {
  return (
    (variable(environment, 'LABEL_NAMESPACE').trim() || DEFAULT_NAMESPACE) === namespace &&
    !program.some((word) => /(^|\/)clustercron(\.js)?$/.test(word))
  );
}

const DEFAULT_NAMESPACE = 'deck-chores';

const amongProcesses = (engine: Engine, address: string, namespace: string): Observable<string | undefined> =>
  engine.identity().pipe(
    map((identity) =>
      createHash('sha256')
        .update(`${identity ?? address}\n${namespace}`)
        .digest('hex'),
    ),
    concatMap((name) => held(`bosun-${name}`, `process ${process.pid} since ${new Date().toISOString()}`)),
    map((other) => other && `Another bosun, ${other},`),
  );

const unless404 =
  <T>(otherwise: T) =>
  (cause: unknown): Observable<T> =>
    cause instanceof EngineError && cause.status === 404 ? of(otherwise) : throwError(() => cause);

/** Those of our image, and of deck-chores'. */
const LABELS = ['org.opencontainers.image.title=bosun', 'org.label-schema.name=deck-chores'];

/** Milliseconds. */
const SOON = 50;
