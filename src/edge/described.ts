import { concatMap, EMPTY, map, of, type Observable } from 'rxjs';
import type { Container } from '../facts/fact.ts';
import { needsImage, readContainer, unreadContainer, type Defaults, type Labels } from '../labels/container.ts';
import { buildStep } from './build-step.ts';
import type { Engine } from './engine.ts';
import { Unread, type ImageLabels } from './image-labels.ts';

/** What it takes to describe a container beside its labels. */
export interface Describing {
  readonly engine: Engine;
  readonly defaults: Defaults;
  readonly image: ImageLabels;
}

export interface Named {
  readonly id: string;
  readonly name: string;
  /** Its image's name or id. */
  readonly image: string;
  readonly labels: Labels;
}

/** A container as its labels describe it, none for a step of a build; the engine is asked only where that makes a difference. */
export const described = (found: Named, by: Describing): Observable<Container> =>
  buildStep(by.engine, found.id, found.image).pipe(concatMap((isStep) => (isStep ? EMPTY : read(found, by))));

function read({ id, name, labels }: Named, { defaults, image }: Describing): Observable<Container> {
  if (!needsImage(labels, defaults)) return of(readContainer(id, name, labels, defaults));
  return image(id).pipe(
    map((inherited) =>
      inherited instanceof Unread
        ? unreadContainer(id, name, labels, defaults, inherited.reason)
        : readContainer(id, name, labels, defaults, inherited),
    ),
  );
}
