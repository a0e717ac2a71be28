import { concatMap, defer, type Observable } from 'rxjs';
import type { Fact } from '../facts/fact.ts';
import type { Defaults } from '../labels/container.ts';
import { afterListing } from '../streams/after-listing.ts';
import { kept } from '../streams/kept.ts';
import { chunks } from './call.ts';
import { containerFact } from './container-events.ts';
import type { Engine } from './engine.ts';
import { imageLabels, type ImageLabels } from './image-labels.ts';
import { lines } from './lines.ts';
import { listing } from './listing.ts';

/** What the engine tells of containers with jobs: listens first, then lists, then releases what was heard. However that ends, it begins again. */
export const docker = (engine: Engine, defaults: Defaults): Observable<Fact> =>
  kept(watched(engine, defaults, imageLabels(engine, IMAGES)), {
    isBack: ({ type }) => type === 'docker.listed',
    lost: (reason, at): Fact => ({ type: 'docker.lost', at, reason }),
  });

/** Images whose labels are kept. */
const IMAGES = 128;

const watched = (engine: Engine, defaults: Defaults, image: ImageLabels): Observable<Fact> =>
  engine.now().pipe(
    concatMap((at) =>
      engine.events(at).pipe(
        concatMap((events) =>
          lines(chunks(events)).pipe(
            concatMap((line): Observable<Fact> => containerFact(line, defaults, image)), // one by one: no event overtakes another's image
            afterListing<Fact>(defer(() => listing(engine, at, defaults, image))),
          ),
        ),
      ),
    ),
  );
