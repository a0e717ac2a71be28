import { catchError, concatMap, from, map, mergeMap, of, timeout, toArray, type Observable } from 'rxjs';
import type { DockerFact, Listed, Time } from '../facts/fact.ts';
import { isOurs } from '../labels/container.ts';
import { described, type Describing } from './described.ts';
import type { Engine, Found } from './engine.ts';

/** That the engine is reached, and what it lists: neither before both are known. */
export const listing = (at: Time, by: Describing): Observable<DockerFact> =>
  listed(at, by, { again: false }).pipe(concatMap((list): DockerFact[] => [{ type: 'docker.reached', at }, list]));

/** All live containers whose labels speak of jobs, as the engine lists them at `at` or later. */
export const listed = (at: Time, by: Describing, { again }: { readonly again: boolean }): Observable<DockerFact> =>
  by.engine.list().pipe(
    concatMap((found) => from(found.filter(({ labels }) => isOurs(labels, by.defaults)))),
    mergeMap((found) => read(found, by), AT_ONCE),
    toArray(),
    concatMap((containers) => dated(by.engine, containers)),
    map((containers) => ({ type: 'docker.listed', at, containers, again })),
  );

const read = (found: Found, by: Describing): Observable<Listed> =>
  described(found, by).pipe(map((container) => ({ ...container, condition: found.condition, startedAt: found.created })));

/** Of a service's only container the age does not matter; of several the one that started first holds: they are inspected. */
function dated(engine: Engine, containers: readonly Listed[]): Observable<readonly Listed[]> {
  const counts = new Map<string, number>();
  for (const { service } of containers) counts.set(service, (counts.get(service) ?? 0) + 1);
  return from(containers).pipe(
    mergeMap((container) => ((counts.get(container.service) ?? 0) > 1 ? inspected(engine, container) : of(container)), AT_ONCE),
    toArray(),
  );
}

/** One that is not inspected, or not in time, keeps the time of its creation: mostly it is gone by now, and the event of its end follows. */
const inspected = (engine: Engine, container: Listed): Observable<Listed> =>
  engine.startedAt(container.id).pipe(
    map((startedAt) => ({ ...container, startedAt })),
    timeout(PATIENCE),
    catchError(() => of(container)),
  );

/** Inspects under way at the same time. */
const AT_ONCE = 8;

/** Milliseconds: an engine may hang over one container, and the others wait. */
const PATIENCE = 5_000;
