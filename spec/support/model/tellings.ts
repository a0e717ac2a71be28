import fc from 'fast-check';
import type { ContainerFact, Fact, Listed, Time } from '../../../src/facts/fact.ts';
import { DEFINITIONS, happen, listed, SLOTS, type Operation, type World } from './world.ts';

/** A fact as the daemon hears it, beside what is true at that moment. */
export interface Telling {
  readonly fact: Fact;
  /** It says nothing that was not told before. */
  readonly stale: boolean;
  readonly world: World;
  /** With this fact all that is true has been told. */
  readonly synced: boolean;
  /** Nothing was ever kept from the daemon. */
  readonly complete: boolean;
}

/** What happens to the engine, and what of it reaches the daemon. */
export type Step =
  | (Operation & { readonly type: 'operation'; readonly reaches: 'once' | 'twice' | 'never' })
  /** The next part of a listing: its time is taken, it is made, it is told. After a loss it is that of the reconnect. */
  | { readonly type: 'listing'; readonly atOnce: boolean; readonly overlap: number }
  | { readonly type: 'loss' }
  /** The last facts come again. */
  | { readonly type: 'replay'; readonly count: number };

const operation = fc.record({
  type: fc.constant('operation' as const),
  what: fc.constantFrom<Operation['what'][]>(
    ...(['start', 'start', 'start', 'die', 'pause', 'pause', 'unpause', 'rename'] as const),
    ...(['remove', 'recreate', 'recreate renaming'] as const),
  ),
  slot: fc.nat(SLOTS.length - 1),
  defines: fc.nat(DEFINITIONS.length - 1),
  reaches: fc.constantFrom<('once' | 'twice' | 'never')[]>('once', 'once', 'once', 'once', 'once', 'once', 'twice', 'never'),
});

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 24, arbitrary: operation },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('listing' as const), atOnce: fc.boolean(), overlap: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.constant({ type: 'loss' as const }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('replay' as const), count: fc.nat(12) }) },
  ),
  { maxLength: 50, size: 'max' },
);

/** Whether a daemon may hear again of a container that it knew to be gone: by a tail, or by a listing that is older than the removal. */
export type Gone = 'gone for good' | 'told again';

/** What a daemon hears of those steps, from its first listing to a last one that follows everything. */
function tellings(before: readonly Operation[], script: readonly Step[], gone: Gone): readonly Telling[] {
  let world: World = new Map();
  let now: Time = 1;
  const log: ContainerFact[] = []; // all that ever happened, as the engine knows it
  const told: Telling[] = [];
  const reached: ContainerFact[] = [];
  let unheard: readonly ContainerFact[] = [];
  let complete = true;
  let last: { at: Time; containers: readonly Listed[] } = { at: 0, containers: [] };
  let forgotten = false;
  let engine = 'lost' as 'lost' | 'held' | 'live';
  let listing: { at: Time; containers?: readonly Listed[] } | undefined;

  const tell = (fact: Fact, stale = false) =>
    told.push({ fact, stale, world, synced: engine === 'live' && unheard.length === 0, complete });
  const hear = (fact: ContainerFact) => {
    // of a container that was known, a removal tells all
    const ended =
      fact.type === 'container.removed' && reached.some((other) => other.type === 'container.started' && idOf(other) === fact.id);
    unheard = unheard.filter((other) => other !== fact && !(ended && idOf(other) === idOf(fact)));
    tell(fact, reached.includes(fact) && !forgotten);
    reached.push(fact);
  };
  const miss = (fact: ContainerFact) => {
    unheard = [...unheard, fact];
    complete = false;
  };

  const isHeard = (fact: ContainerFact, at: Time, containers: readonly Listed[]) =>
    gone === 'told again' || fact.at > at || containers.some(({ id }) => id === idOf(fact));
  const tail = (count: number) =>
    reached
      .slice(-count || reached.length)
      .filter((fact) => isHeard(fact, last.at, last.containers) && (gone === 'told again' || world.has(idOf(fact))));

  const operate = (done: Operation, reaches: 'once' | 'twice' | 'never') => {
    for (const { fact, world: after } of happen(world, done, now)) {
      world = after;
      now = fact.at;
      log.push(fact);
      if (engine !== 'live' || reaches === 'never') miss(fact);
      else hear(fact);
      if (engine === 'live' && reaches === 'twice') hear(fact);
    }
    now += 1;
  };
  const list = (overlap: number) => {
    if (!listing) {
      listing = { at: now++ };
      if (engine === 'lost') engine = 'held';
    } else if (!listing.containers) listing = { ...listing, containers: listed(world) };
    else {
      const { at, containers } = listing;
      const again = engine === 'live';
      const made = gone === 'told again' ? containers : containers.filter(({ id }) => world.has(id));
      const late = engine === 'held' ? log.filter((fact) => fact.at > at - overlap && isHeard(fact, at, made)) : [];
      const stale = again && unheard.length === 0;
      if (!again) tell({ type: 'docker.reached', at });
      listing = undefined;
      engine = 'live';
      // what was told of a container that was not known then is forgotten: the next listing will say it
      const raced = new Set(reached.filter((fact) => fact.at > at).map(idOf));
      unheard = unheard.filter((fact) => fact.at > at || raced.has(idOf(fact)));
      forgotten = unheard.some((fact) => raced.has(idOf(fact)));
      tell({ type: 'docker.listed', at, containers: made, again }, stale);
      last = { at, containers: made };
      late.forEach(hear);
    }
  };
  const listFully = (overlap: number) => {
    do list(overlap);
    while (listing);
  };

  before.forEach((done) => operate(done, 'never'));
  complete = true;
  world = new Map([...world].map(([id, one]) => [id, { ...one, since: one.started }])); // a listing does not say when one was paused
  listFully(0);
  for (const step of script) {
    if (step.type === 'operation') operate(step, step.reaches);
    else if (step.type === 'listing') (step.atOnce ? listFully : list)(step.overlap);
    else if (step.type === 'replay' && engine === 'live') tail(step.count).forEach((fact) => tell(fact, !forgotten));
    else if (step.type === 'loss') {
      engine = 'lost';
      listing = undefined;
      tell({ type: 'docker.lost', at: now, reason: 'a reset' });
    }
  }
  if (listing || engine !== 'live') listFully(0);
  listFully(0);
  return told;
}

const idOf = (fact: ContainerFact): string => (fact.type === 'container.started' ? fact.container.id : fact.id);

const text = (told: readonly Telling[]): string =>
  told
    .map(
      ({ fact, stale }) => `\n  ${'service' in fact && !('run' in fact) ? inWords(fact) : listingInWords(fact)}${stale ? ' (stale)' : ''}`,
    )
    .join('');

const inWords = (fact: Fact): string =>
  `${fact.at} ${fact.type} ${fact.type === 'docker.lost' || fact.type === 'docker.reached' ? '' : idOf(fact as ContainerFact)}`;

const listingInWords = (fact: Fact): string =>
  fact.type === 'docker.listed'
    ? `${fact.at} listed ${fact.containers.map(({ id, condition }) => `${id} ${condition}`).join()}`
    : inWords(fact);

/** A history with a beginning: what there was before the daemon. */
export const histories = (gone: Gone): fc.Arbitrary<readonly Telling[]> =>
  fc.tuple(fc.array(operation, { maxLength: 8 }), steps).map(([before, script]) => {
    const told = tellings(before, script, gone);
    return Object.assign(told, { [fc.toStringMethod]: () => text(told) });
  });
