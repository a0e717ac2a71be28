import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';
import { remove, rename, start, stop, type Replica, type Service } from './service.ts';

/** What may be done to a service: each names the replicas that it can be done to, and does it to one of them. */
const OPERATIONS: Readonly<Record<string, Doing>> = {
  start: on('exited', (_, replica) => start(replica)),
  unpause: on('paused', async (_, replica) => {
    await replica.container.unpause();
    replica.condition = 'running';
  }),
  pause: on(
    'running',
    async (_, replica) => {
      await replica.container.pause();
      replica.condition = 'paused';
    },
    between,
  ),
  stop: on('live', (_, replica) => stop(replica)),
  kill: on('running', async (_, replica) => {
    const dead = replica.container.wait();
    await replica.container.kill();
    await dead;
    replica.condition = 'exited';
  }),
  restart: on('any', async (_, replica) => {
    await replica.container.restart({ t: 0 });
    replica.condition = 'running';
  }),
  rename: on('any', (service, replica) => rename(replica, service.fresh('renamed-'))),
  recreate: on('any', async (service, replica) => {
    await remove(service, replica);
    await start(await service.create(replica.name));
  }),
  'recreate as compose 2 does': on('any', async (service, replica) => {
    const successor = await service.create(service.fresh('temporary-'));
    await stop(replica);
    await remove(service, replica);
    await rename(successor, replica.name);
    await start(successor);
  }),
  'recreate all as compose 1 does': on('any', async (service) => {
    const before = [...service.replicas];
    await Promise.all(before.map(stop));
    for (const old of before) {
      const { name } = old;
      await rename(old, service.fresh('old-'));
      await start(await service.create(name));
      await remove(service, old);
    }
  }),
  'scale up': { among: ({ replicas }) => (replicas.length < MOST ? replicas : []), to: async (service) => start(await service.create()) },
  'scale down': { among: ({ replicas }) => (replicas.length > LEAST ? replicas : []), to: remove },
};

interface Doing {
  readonly among: (service: Service) => readonly Replica[];
  /** Waits for the moment at which it can be done. */
  readonly ready?: (replica: Replica) => Promise<void>;
  readonly to: (service: Service, replica: Replica) => Promise<void>;
}

const LEAST = 1;
const MOST = 5;

/**
 * The moment after a run's end, or now where none comes. A container that is paused while an exec of it begins can never be unpaused: the engine
 * (20.10, runc 1.1) waits for a frozen `runc init` and answers no inspect either.
 */
async function between({ container }: Replica): Promise<void> {
  const end = Date.now() + LONGER_THAN_A_SECOND;
  let ran = false;
  while (Date.now() < end) {
    const runs = ((await container.inspect()).ExecIDs as readonly string[] | null) !== null;
    if (ran && !runs) return;
    ran ||= runs;
    await sleep(10);
  }
}

const LONGER_THAN_A_SECOND = 1_300;

function on(condition: Replica['condition'] | 'live' | 'any', to: Doing['to'], ready: Doing['ready'] = () => Promise.resolve()): Doing {
  const fits = (replica: Replica) =>
    condition === 'any' || (condition === 'live' ? replica.condition !== 'exited' : replica.condition === condition);
  return { among: ({ replicas }) => replicas.filter(fits), to, ready };
}

/** Something to be done to a service, when it is ready. */
export interface Possible {
  readonly words: string;
  readonly ready: () => Promise<void>;
  readonly perform: () => Promise<void>;
}

/** Some operation that is possible. A service of which nothing runs is mostly woken. */
export function someOperation(service: Service, random: Random): Possible {
  const down = service.replicas.every(({ condition }) => condition !== 'running') && random.between(0, 1) < WAKEN;
  const possible = Object.entries(OPERATIONS).flatMap(([name, { among, ready, to }]) => {
    if (down && !['start', 'unpause', 'scale up'].includes(name)) return [];
    const [first, ...others] = among(service);
    if (!first) return [];
    const replica = random.one([first, ...others]);
    return [{ words: `${name} ${replica.name}`, ready: async () => ready?.(replica), perform: () => to(service, replica) }];
  });
  const [first, ...others] = possible;
  if (!first) throw new Error(`nothing can be done to ${service.name}`);
  return random.one([first, ...others]);
}

const WAKEN = 0.75;
