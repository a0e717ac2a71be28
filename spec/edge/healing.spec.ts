import { PassThrough } from 'node:stream';
import type { Subscription } from 'rxjs';
import { defer, from, map, of, throwError } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { docker } from '../../src/edge/docker.ts';
import type { Engine, Found } from '../../src/edge/engine.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { ledger } from '../../src/streams/ledger.ts';
import { store } from '../../src/streams/store.ts';
import { defaults } from '../../src/labels/defaults.ts';

// An engine whose event stream fails without an end, or that drops events, with a clock that is made to go.

const MINUTE = 60_000;
let watching: Subscription | undefined;
beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => {
  watching?.unsubscribe();
  vi.useRealTimers();
});

interface World {
  readonly facts: readonly Fact[];
  /** The event streams that were opened, with when they begin and end. */
  readonly opened: { readonly since: number; readonly until: number | undefined; readonly stream: PassThrough }[];
  /** What is listed, and what a finite question for events is answered with. */
  listed: Found[];
  past: string[];
  listings: number;
  broken: boolean;
  /** It does not heed `until`. */
  endless: boolean;
}

function watched(): World {
  const facts: Fact[] = [];
  const world: World = { facts, opened: [], listed: [], past: [], listings: 0, broken: false, endless: false };
  const engine: Partial<Engine> = {
    now: () => defer(() => (world.broken ? throwError(() => new Error('connect ECONNREFUSED')) : of(Date.now()))),
    list: () => (world.listings++, of(world.listed)),
    startedAt: () => of(0),
    events: (since, until) => {
      const stream = new PassThrough();
      world.opened.push({ since, until, stream });
      if (until !== undefined && !world.endless) stream.end(world.past.map((line) => `${line}\n`).join(''));
      return of(stream);
    },
  };
  watching = docker(engine as Engine, { defaults, images: 1, random: () => 0 }).subscribe((fact) => facts.push(fact));
  return world;
}

const found = (name: string): Found => ({
  id: name,
  name,
  image: 'busybox',
  labels: { 'deck-chores.backup.command': 'true', 'deck-chores.backup.interval': 'daily' },
  condition: 'running',
  created: 0,
});

const event = (action: string, at: number) =>
  JSON.stringify({ Action: action, Actor: { ID: 'a', Attributes: { ...found('a').labels, name: 'a' } }, timeNano: at * 1e6 });

const types = ({ facts }: World) => facts.map(({ type }) => type);
const pass = (time: number) => vi.advanceTimersByTimeAsync(time);
const BEGIN = ['docker.reached', 'docker.listed'];
const AGAIN = ['docker.listed']; // after 5 s, and every five minutes, by what it is ten seconds later

it('a quiet engine is asked for what it has told meanwhile, and nothing is made of silence', async () => {
  const world = watched();
  await pass(2 * MINUTE);
  expect(types(world)).toEqual([...BEGIN, ...AGAIN]);
  const probes = world.opened.filter(({ until }) => until !== undefined);
  expect(probes.map(({ since, until }) => [since, until])).toEqual([30, 60, 90, 120].map((at) => [0, at * 1_000 - 1_000]));
});

it('a connection that is dead without an end is found out by what the engine has told meanwhile, and opened again', async () => {
  const world = watched();
  await pass(10_000);
  world.past = [event('start', 5_000)]; // told, and never heard
  world.listed = [found('a')];
  await pass(21_000);
  expect(types(world)).toEqual([...BEGIN, ...AGAIN, 'docker.lost', ...BEGIN]);
  expect(world.facts[3]).toMatchObject({ reason: 'its event stream went silent' });
  expect(world.facts.at(-1)).toMatchObject({ containers: [{ name: 'a' }] });
  expect(world.opened[0]!.stream.destroyed).toBe(true);
});

it('what was heard is no news to a probe', async () => {
  const world = watched();
  await pass(10_000);
  world.past = [event('start', 5_000)];
  world.opened[0]!.stream.write(`${event('start', 5_000)}\n`);
  await pass(2 * MINUTE);
  expect(types(world)).toEqual([...BEGIN, 'container.started', ...AGAIN]);
});

it('an engine that does not end a finite question for events, as through a proxy that drops `until`, is asked on, and not lost', async () => {
  const world = watched();
  world.endless = true;
  await pass(2 * MINUTE);
  expect(types(world)).toEqual([...BEGIN, ...AGAIN]);
  const probes = world.opened.filter(({ until }) => until !== undefined);
  expect(probes.map(({ stream }) => stream.destroyed)).toEqual([true, true, true, false]);
});

it('a container that has just died does not live again because the engine still lists it as running', async () => {
  const world = watched();
  const states: (string | undefined)[] = [];
  await pass(10_000);
  world.listed = [found('a')];
  world.opened[0]!.stream.write(`${event('start', 10_000)}\n`);
  await pass(4_980);
  world.opened[0]!.stream.write(`${event('die', 14_980)}\n`); // 20 ms later it is listed again
  await pass(1_000);
  expect(types(world)).toEqual([...BEGIN, 'container.started', 'container.died', ...AGAIN]);
  store(from(world.facts), ledger(1))
    .pipe(map(({ changes }) => changes.at(-1)?.after.containers.get('a')?.condition))
    .subscribe((condition) => states.push(condition));
  expect(states).toEqual([undefined, undefined, 'running', 'exited', 'exited']);
});

it('a quiet engine that does not answer is lost, once, and is back with the truth', async () => {
  const world = watched();
  world.broken = true;
  await pass(2 * MINUTE);
  world.broken = false;
  world.listed = [found('a')];
  await pass(MINUTE);
  expect(types(world)).toEqual([...BEGIN, 'docker.lost', ...BEGIN, ...AGAIN]);
});

it('every five minutes it is listed again, in case the engine has dropped an event, without a line', async () => {
  const world = watched();
  world.listed = [found('a')];
  for (let minute = 1; minute <= 11; minute++) {
    world.opened[0]!.stream.write(`${event('exec_die', Date.now())}\n`);
    await pass(MINUTE);
  }
  expect(world.listings).toBe(4);
  expect(world.facts.slice(2)).toEqual(
    [5_000, 5 * MINUTE + 5_000, 10 * MINUTE + 5_000].map(
      (at) => expect.objectContaining({ type: 'docker.listed', at, again: true }) as unknown,
    ),
  );
});

it('leaves no timer when it is left', async () => {
  watched();
  await pass(MINUTE);
  watching?.unsubscribe();
  expect(vi.getTimerCount()).toBe(0);
});
