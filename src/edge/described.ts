import { map, of, type Observable } from 'rxjs';
import type { Container } from '../facts/fact.ts';
import { needsImage, readContainer, unreadContainer, type Defaults, type Labels } from '../labels/container.ts';
import { Unread, type ImageLabels } from './image-labels.ts';

/** A container as its labels describe it; its image is asked for only where that makes a difference. */
export function described(id: string, name: string, labels: Labels, defaults: Defaults, image: ImageLabels): Observable<Container> {
  if (!needsImage(labels, defaults)) return of(readContainer(id, name, labels, defaults));
  return image(id).pipe(
    map((inherited) =>
      inherited instanceof Unread
        ? unreadContainer(id, name, labels, defaults, inherited.reason)
        : readContainer(id, name, labels, defaults, inherited),
    ),
  );
}
