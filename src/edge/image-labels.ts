import { LRUCache } from 'lru-cache';
import { catchError, concatMap, of, tap, throwError, type Observable } from 'rxjs';
import type { Labels } from '../labels/container.ts';
import { EngineError } from './call.ts';
import type { Engine } from './engine.ts';

/** The labels of a container's image; none where the image or the container is gone. */
export type ImageLabels = (container: string) => Observable<Labels>;

/** Asks the engine, and keeps the labels of so many images: an image never changes. */
export function imageLabels(engine: Pick<Engine, 'imageOf' | 'labelsOf'>, size: number): ImageLabels {
  const known = new LRUCache<string, Labels>({ max: size });
  const labelsOf = (image: string): Observable<Labels> => {
    const labels = known.get(image);
    return labels ? of(labels) : engine.labelsOf(image).pipe(tap((found) => known.set(image, found)));
  };
  return (container) =>
    engine.imageOf(container).pipe(
      concatMap(labelsOf),
      catchError((cause: unknown) => (cause instanceof EngineError && cause.status === 404 ? of({}) : throwError(() => cause))),
    );
}
