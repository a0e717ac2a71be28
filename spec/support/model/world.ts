import type { Container, ContainerFact, Listed, Time } from '../../../src/facts/fact.ts';
import type { Job } from '../../../src/facts/job.ts';

/** What an engine really has at one moment, by container id: the truth that facts tell of, or fail to. */
export type World = ReadonlyMap<string, Real>;

export interface Real {
  readonly id: string;
  readonly slot: number;
  readonly name: string;
  /** Which of the definitions its labels give. */
  readonly defines: number;
  readonly condition: 'running' | 'paused' | 'exited';
  readonly created: Time;
  readonly started: Time;
  /** When it came into its condition. */
  readonly since: Time;
}

export interface Operation {
  readonly what: 'start' | 'die' | 'pause' | 'unpause' | 'rename' | 'remove' | 'recreate' | 'recreate renaming';
  readonly slot: number;
  /** Of a container that the operation creates. */
  readonly defines: number;
}

/** One thing that happened: the fact of it, and the world after it. */
export interface Event {
  readonly fact: ContainerFact;
  readonly world: World;
}

/** The places that containers take: two services of four, and two containers without a service. */
export const SLOTS = ['web', 'web', 'web', 'web', 'api', 'api', 'api', 'api', undefined, undefined];

const JOBS = [['backup'], ['backup'], ['backup nightly'], ['backup', 'report'], ['report'], []];

/** Definitions: two equal ones, different ones, none that is valid, a valid one beside a fault. */
export const DEFINITIONS = [...JOBS.map((jobs) => ({ jobs, faulty: jobs.length === 0 })), { jobs: ['backup'], faulty: true }];

/** What happens when that is done to the container in a slot, from `now` on; nothing where it cannot be done. */
export function happen(world: World, { what, slot, defines }: Operation, now: Time): readonly Event[] {
  const one = [...world.values()].find((other) => other.slot === slot);
  const live = one && one.condition !== 'exited';
  const fresh = (at: Time): Real => ({
    ...{ id: `${SLOTS[slot] ?? 'lone'}-${slot}-${at}`, slot, name: `n${slot}`, defines, condition: 'exited' },
    ...{ created: at, started: at, since: at },
  });
  switch (what) {
    case 'start':
      return live ? [] : [started(world, one ?? fresh(now), now + 1)];
    case 'die':
      return live ? [turned(world, one, 'exited', now + 1)] : [];
    case 'pause':
      return one?.condition === 'running' ? [turned(world, one, 'paused', now + 1)] : [];
    case 'unpause':
      return one?.condition === 'paused' ? [turned(world, one, 'running', now + 1)] : [];
    case 'rename':
      return one ? [renamed(world, one, `m${now}`, now + 1)] : [];
    case 'remove':
      return one ? removed(world, one, now + 1) : [];
    case 'recreate': {
      // compose 2: created under another name, which is no news of ours, then the old one goes
      if (!one) return [];
      const gone = removed(world, one, now + 2);
      const next = renamed(new Map(gone.at(-1)!.world).set(fresh(now).id, { ...fresh(now), name: 'new' }), fresh(now), one.name, now + 4);
      return [...gone, next, started(next.world, next.world.get(fresh(now).id)!, now + 5)];
    }
    case 'recreate renaming': {
      // compose 1: stopped and renamed, and removed when the new one runs
      if (!one) return [];
      const ended = live ? [turned(world, one, 'exited', now + 1)] : [];
      const aside = renamed(ended.at(-1)?.world ?? world, (ended.at(-1)?.world ?? world).get(one.id)!, 'old', now + 2);
      const next = started(aside.world, { ...fresh(now + 3), name: one.name }, now + 4);
      return [...ended, aside, next, ...removed(next.world, next.world.get(one.id)!, now + 5)];
    }
  }
}

function started(world: World, one: Real, at: Time): Event {
  const now: Real = { ...one, condition: 'running', started: at, since: at };
  return {
    fact: { type: 'container.started', at, service: serviceOf(one), container: container(now) },
    world: new Map(world).set(one.id, now),
  };
}

const TYPES = { exited: 'container.died', paused: 'container.paused', running: 'container.unpaused' } as const;

const turned = (world: World, one: Real, condition: Real['condition'], at: Time): Event => ({
  fact: { type: TYPES[condition], at, service: serviceOf(one), id: one.id },
  world: new Map(world).set(one.id, { ...one, condition, since: at }),
});

const renamed = (world: World, one: Real, name: string, at: Time): Event => ({
  fact: { type: 'container.renamed', at, service: serviceOf(one), id: one.id, name },
  world: new Map(world).set(one.id, { ...one, name }),
});

function removed(world: World, one: Real, at: Time): readonly Event[] {
  const ended = one.condition === 'exited' ? [] : [turned(world, one, 'exited', at)];
  const fact = { type: 'container.removed', at: at + 0.5, service: serviceOf(one), id: one.id } as const;
  return [...ended, { fact, world: new Map([...world].filter(([id]) => id !== one.id)) }];
}

export const serviceOf = ({ id, slot }: Real): string => SLOTS[slot] ?? id;

/** What a fact says of a container: every fact has an object of its own. */
export function container(one: Real): Container {
  const { jobs, faulty } = DEFINITIONS[one.defines]!;
  const service = serviceOf(one);
  const problems = faulty ? [{ key: 'deck-chores.x.cron', message: 'hour 99, allowed 0-23' }] : [];
  return { id: one.id, name: one.name, service, problems, jobs: jobs.map((job) => jobOf(job, service)) };
}

function jobOf(words: string, service: string): Job {
  const [name = '', how = 'hourly'] = words.split(' ');
  const trigger = { type: 'interval', text: how, every: 3_600_000 } as const;
  const none = { jitter: 0, user: undefined, workdir: undefined, environment: {}, max: 1, grace: 60_000, timeout: undefined };
  return { id: `${service}.${name}`, name, command: [how], trigger, ...none };
}

/** What a listing of that world says: of a service's only container it knows no more than when it was created. */
export function listed(world: World): readonly Listed[] {
  const live = [...world.values()].filter(({ condition }) => condition !== 'exited');
  return live.map((one) => {
    const alone = live.filter((other) => serviceOf(other) === serviceOf(one)).length === 1;
    return { ...container(one), condition: one.condition as 'running' | 'paused', startedAt: alone ? one.created : one.started };
  });
}
