import fc from 'fast-check';
import { concatMap, from, map, of, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import type { Command } from '../src/derive/commands.ts';
import type { Service } from '../src/state/service.ts';
import { commands } from '../src/streams/commands.ts';
import { ledger, type Change } from '../src/streams/ledger.ts';
import { store } from '../src/streams/store.ts';
import { ableIn, ableOf, inWords, type Holding } from './support/model/holding.ts';
import { carriers, obey, type Registry } from './support/model/registry.ts';
import { histories, type Gone, type Telling } from './support/model/tellings.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 10; // 10,000 in `npm test`

/** A telling, what was commanded then, what is known, and what a schedule has that has obeyed every command so far. */
interface Moment extends Telling {
  readonly given: readonly Command[];
  readonly changes: readonly Change[];
  readonly services: ReadonlyMap<string, Service>;
  readonly carrying: ReadonlyMap<string, Holding>;
}

const laws = (gone: Gone) => () =>
  fc.assert(
    fc.property(histories(gone), (history) => {
      const moments = lived(history);
      moments.forEach((moment, index) => {
        staysWhereNothingIsNew(moment);
        followsWhatIsKnown(moment);
        keepsItsHolder(moment, moments[index - 1]);
        agreesWithTheTruth(moment);
      });
      isAsAfterAFreshStart(moments.at(-1)!);
    }),
    { numRuns: RUNS },
  );

it('the laws hold in every moment of whatever a daemon may hear', laws('gone for good'), 300_000);

it('the laws hold too when it hears again of what is gone', laws('told again'), 300_000);

/** What was told before gives no command, and a loss gives none. */
function staysWhereNothingIsNew({ fact, stale, given }: Moment): void {
  if (stale || fact.type === 'docker.lost' || fact.type === 'docker.reached') agree(given.map(({ type }) => type).join(), '');
}

/** The jobs registered are those of the holders: a running one before a paused one, and by age. */
function followsWhatIsKnown({ changes, carrying }: Moment): void {
  for (const { service, after } of changes) agree(inWords(carrying.get(service)), inWords(ableOf(after)[0]));
}

/** A holder that runs keeps its jobs, whatever an event says of its siblings: unless its own start shows that its end was not heard. */
function keepsItsHolder({ fact, changes, carrying }: Moment, before: Moment | undefined): void {
  if (!before?.synced || fact.type === 'docker.listed') return;
  for (const { service, after } of changes) {
    const was = before.carrying.get(service);
    if (fact.type === 'container.started' && fact.container.id === was?.id) continue;
    if (was && !was.paused && after.containers.get(was.id)?.condition === 'running') agree(carrying.get(service)?.id ?? 'nobody', was.id);
  }
}

/** Once all is told, whoever can has the jobs in truth; where nothing was ever kept from the daemon, by age in truth. */
function agreesWithTheTruth({ fact, synced, complete, carrying, services, world }: Moment): void {
  if (!synced) return;
  const able = ableIn(world);
  agree([...carrying.keys()].sort().join(), [...able.keys()].sort().join());
  for (const [service, is] of carrying) {
    const candidates = able.get(service) ?? [];
    const right = complete ? candidates[0] : candidates.find(({ id }) => id === is.id);
    agree(inWords(is), inWords(right));
  }
  if (fact.type !== 'docker.listed') return;
  for (const { id, service, startedAt } of fact.containers) {
    const known = services.get(service)?.containers.get(id);
    const real = world.get(id);
    if (known?.heard !== fact.at || real?.condition !== 'running') continue;
    agree(known.since >= startedAt && known.since <= real.since, true); // it may have been restarted unheard
  }
}

/** After a listing that follows everything, what is known is what a fresh start would know, but for since when. */
function isAsAfterAFreshStart({ fact, services }: Moment): void {
  const [fresh] = lived([{ fact, stale: false, world: new Map(), synced: false, complete: false }]);
  const known = (of: ReadonlyMap<string, Service>) =>
    [...of.values()].flatMap(({ containers }) => [...containers.values()].map((one) => JSON.stringify([one.container, one.condition])));
  agree(known(services).sort().join('\n'), known(fresh!.services).sort().join('\n'));
}

/** `expect` is asked only where it will fail: it is asked a million times. */
function agree<T>(is: T, shouldBe: T): void {
  if (is !== shouldBe) expect(is).toBe(shouldBe);
}

function lived(history: readonly Telling[]): readonly Moment[] {
  let services: ReadonlyMap<string, Service> = new Map();
  let registry: Registry = new Map();
  let carrying = carriers(registry);
  return obeyed(history).map(({ changes, given }, index) => {
    if (changes.length > 0) services = new Map([...services, ...changes.map(({ service, after }) => [service, after] as const)]);
    registry = given.reduce(obey, registry);
    if (given.length > 0) carrying = carriers(registry);
    return { ...history[index]!, given, changes, services, carrying };
  });
}

/** What each fact changes, and the commands that follow. */
function obeyed(history: readonly Telling[]): readonly Pick<Moment, 'changes' | 'given'>[] {
  const steps: Pick<Moment, 'changes' | 'given'>[] = [];
  store(from(history.map(({ fact }) => fact)), ledger(1))
    .pipe(
      concatMap((heard) =>
        commands(of(heard)).pipe(
          toArray(),
          map((given) => ({ changes: heard.changes, given })),
        ),
      ),
    )
    .subscribe((step) => steps.push(step));
  return steps;
}
