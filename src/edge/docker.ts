import {
  concatMap,
  defer,
  delay,
  EMPTY,
  exhaustMap,
  ignoreElements,
  map,
  takeUntil,
  tap,
  throwError,
  timeout,
  timer,
  type Observable,
} from 'rxjs';
import type { Fact, Time } from '../facts/fact.ts';
import type { Defaults } from '../labels/container.ts';
import { afterListing } from '../streams/after-listing.ts';
import type { Random } from '../streams/delay.ts';
import { alongside } from '../streams/alongside.ts';
import { kept } from '../streams/kept.ts';
import { probed } from '../streams/probed.ts';
import { chunks } from './call.ts';
import { containerFact, eventOf, timeOf, type ContainerEvent } from './container-events.ts';
import type { Describing } from './described.ts';
import type { Engine } from './engine.ts';
import { imageLabels } from './image-labels.ts';
import { lines } from './lines.ts';
import { listed, listing } from './listing.ts';

/** How containers are read, how many images' labels are kept, and chance. */
export interface Watching {
  readonly defaults: Defaults;
  readonly images: number;
  readonly random: Random;
}

/** What the engine tells of containers with jobs: listens first, then lists, then releases what was heard. However that ends, it begins again. */
export const docker = (engine: Engine, { defaults, images, random }: Watching): Observable<Fact> =>
  kept(watched({ engine, defaults, image: imageLabels(engine, images) }), {
    isBack: ({ type }) => type === 'docker.listed',
    lost: (reason, at): Fact => ({ type: 'docker.lost', at, reason }),
    random,
  });

const watched = (by: Describing): Observable<Fact> =>
  by.engine.now().pipe(
    concatMap((at) =>
      live(by.engine, at).pipe(
        concatMap((event): Observable<Fact> => containerFact(event, by)), // one by one: no event overtakes another's image
        afterListing<Fact>(defer(() => listing(at, by))),
        alongside<Fact>(() => timer(FIRST_RELIST, RELIST).pipe(exhaustMap(() => relisting(by)))),
      ),
    ),
  );

/** Every event from `since` on. Errors when it turns out that some were not heard. */
const live = (engine: Engine, since: Time): Observable<ContainerEvent> =>
  defer(() => {
    let heard = since;
    return engine.events(since).pipe(
      concatMap((events) => lines(chunks(events))),
      map(eventOf),
      tap((event) => (heard = Math.max(heard, timeOf(event)))),
      probed<ContainerEvent>(
        defer(() => unheard(engine, heard)),
        IDLE,
      ),
    );
  });

/** Asks a quiet engine again for what it has told since then: a connection can be dead without an end. */
const unheard = (engine: Engine, heard: Time): Observable<never> =>
  engine.now().pipe(
    concatMap((now) => (now - UNDERWAY > heard ? engine.events(heard, now - UNDERWAY) : EMPTY)),
    timeout({ each: PATIENCE, with: () => throwError(() => new Error(`no answer within ${PATIENCE / 1_000} s`)) }),
    concatMap((events) => lines(chunks(events)).pipe(takeUntil(timer(PATIENCE)))), // which does not end where `until` is not heeded
    tap((line) => {
      if (timeOf(eventOf(line)) > heard) throw new Error('its event stream went silent');
    }),
    ignoreElements(),
  );

/**
 * The engine drops events for a reader that is slow: what it lists is the truth, of a moment that is long enough ago. For Docker tells first that
 * a container has died, and lists it as running for a while.
 */
const relisting = (by: Describing): Observable<Fact> =>
  by.engine.now().pipe(
    delay(SETTLED),
    concatMap((at) => listed(at, by, { again: true })),
  );

/** Milliseconds without an event after which a probe is made, and between two. */
const IDLE = 30_000;

/** Milliseconds for a probe. */
const PATIENCE = 10_000;

/** Milliseconds that an event may be on its way. */
const UNDERWAY = 1_000;

/** Milliseconds until what has happened is listed in any case. */
const SETTLED = 10_000;

/** Milliseconds until it is listed again for the first time, since what was listed first may not have been settled, and between two. */
const FIRST_RELIST = 5_000;
const RELIST = 300_000;
