import { catchError, concatMap, from, map, mergeMap, of, toArray, type Observable } from 'rxjs';
import type { DockerFact, Listed, Time } from '../facts/fact.ts';
import { isOurs, readContainer, type Defaults } from '../labels/container.ts';
import type { Engine, Found } from './engine.ts';

/** That the engine is reached, and all live containers whose labels speak of jobs, as it lists them at `at` or later. */
export const listing = (engine: Engine, at: Time, defaults: Defaults): Observable<DockerFact> =>
  engine.list().pipe(
    concatMap((found) =>
      dated(
        engine,
        found.filter(({ labels }) => isOurs(labels, defaults)),
        defaults,
      ),
    ),
    concatMap((containers): DockerFact[] => [
      { type: 'docker.reached', at },
      { type: 'docker.listed', at, containers },
    ]),
  );

/** Of a service's only container the age does not matter; of several the one that started first holds: they are inspected. */
function dated(engine: Engine, found: readonly Found[], defaults: Defaults): Observable<readonly Listed[]> {
  const read = found.map(({ id, name, labels, condition, created }) => ({
    ...readContainer(id, name, labels, defaults),
    condition,
    startedAt: created,
  }));
  const counts = new Map<string, number>();
  for (const { service } of read) counts.set(service, (counts.get(service) ?? 0) + 1);
  return from(read).pipe(
    mergeMap((container) => ((counts.get(container.service) ?? 0) > 1 ? inspected(engine, container) : of(container)), AT_ONCE),
    toArray(),
  );
}

/** One that is gone by now keeps the time of its creation: the event of its end follows. */
const inspected = (engine: Engine, container: Listed): Observable<Listed> =>
  engine.startedAt(container.id).pipe(
    map((startedAt) => ({ ...container, startedAt })),
    catchError(() => of(container)),
  );

/** Inspects under way at the same time. */
const AT_ONCE = 8;
