import { catchError, concatMap, from, map, mergeMap, of, toArray, type Observable } from 'rxjs';
import type { DockerFact, Listed, Time } from '../facts/fact.ts';
import { isOurs, type Defaults } from '../labels/container.ts';
import { described } from './described.ts';
import type { Engine, Found } from './engine.ts';
import type { ImageLabels } from './image-labels.ts';

/** That the engine is reached, and all live containers whose labels speak of jobs, as it lists them at `at` or later. */
export const listing = (engine: Engine, at: Time, defaults: Defaults, image: ImageLabels): Observable<DockerFact> =>
  engine.list().pipe(
    concatMap((found) => from(found.filter(({ labels }) => isOurs(labels, defaults)))),
    mergeMap((found) => read(found, defaults, image), AT_ONCE),
    toArray(),
    concatMap((containers) => dated(engine, containers)),
    concatMap((containers): DockerFact[] => [
      { type: 'docker.reached', at },
      { type: 'docker.listed', at, containers },
    ]),
  );

const read = ({ id, name, labels, condition, created }: Found, defaults: Defaults, image: ImageLabels): Observable<Listed> =>
  described(id, name, labels, defaults, image).pipe(map((container) => ({ ...container, condition, startedAt: created })));

/** Of a service's only container the age does not matter; of several the one that started first holds: they are inspected. */
function dated(engine: Engine, containers: readonly Listed[]): Observable<readonly Listed[]> {
  const counts = new Map<string, number>();
  for (const { service } of containers) counts.set(service, (counts.get(service) ?? 0) + 1);
  return from(containers).pipe(
    mergeMap((container) => ((counts.get(container.service) ?? 0) > 1 ? inspected(engine, container) : of(container)), AT_ONCE),
    toArray(),
  );
}

/** One that cannot be inspected keeps the time of its creation: mostly it is gone by now, and the event of its end follows. */
const inspected = (engine: Engine, container: Listed): Observable<Listed> =>
  engine.startedAt(container.id).pipe(
    map((startedAt) => ({ ...container, startedAt })),
    catchError(() => of(container)),
  );

/** Inspects under way at the same time. */
const AT_ONCE = 8;
