import { LRUCache } from 'lru-cache';
import { catchError, concatMap, of, tap, throwError, timeout, TimeoutError, type Observable } from 'rxjs';
import type { Labels } from '../labels/container.ts';
import { EngineError, NoAnswer } from './call.ts';
import type { Engine } from './engine.ts';

/** The labels of a container's image, none where the image or the container is gone; or why the engine does not tell them. */
export type ImageLabels = (container: string) => Observable<Labels | Unread>;

export class Unread {
  constructor(readonly reason: string) {}
}

/** Asks the engine, and keeps the labels of so many images: an image never changes. Errors only where the engine is gone. */
export function imageLabels(engine: Pick<Engine, 'imageOf' | 'labelsOf'>, size: number): ImageLabels {
  const known = new LRUCache<string, Labels>({ max: size });
  const labelsOf = (image: string): Observable<Labels> => {
    const labels = known.get(image);
    return labels ? of(labels) : engine.labelsOf(image).pipe(tap((found) => known.set(image, found)));
  };
  return (container) =>
    engine.imageOf(container).pipe(
      concatMap(labelsOf),
      timeout(PATIENCE),
      catchError((cause: unknown) => {
        if (cause instanceof TimeoutError) return of(new Unread(`no answer within ${PATIENCE / 1000} s`));
        if (cause instanceof NoAnswer) return of(new Unread(cause.message));
        if (!(cause instanceof EngineError)) return throwError(() => cause);
        return of(cause.status === 404 ? {} : new Unread(cause.message));
      }),
    );
}

/** Milliseconds: the events behind it wait. */
const PATIENCE = 5_000;
