import type Dockerode from 'dockerode';

/** One service of a composed project: its replicas, as whoever operates it believes them to be. */
export interface Service {
  readonly name: string;
  readonly replicas: Replica[];
  /** A new replica that is not started; by default under the name that is next. */
  readonly create: (name?: string) => Promise<Replica>;
  /** A name that was never used. */
  readonly fresh: (kind: string) => string;
}

export interface Replica {
  readonly container: Dockerode.Container;
  name: string;
  condition: 'running' | 'paused' | 'exited';
}

/** A service without replicas. Its containers end at once when they are told to. */
export function serviceOf(docker: Dockerode, image: string, name: string): Service {
  let names = 0;
  const fresh = (kind: string) => `${name}-${kind}${++names}`;
  const replicas: Replica[] = [];
  const create = async (as = fresh('')) => {
    const container = await docker.createContainer({
      name: as,
      Image: image,
      Cmd: ['sleep', '1000000'],
      StopSignal: 'SIGKILL',
      Labels: {
        'com.docker.compose.project': 'chaos',
        'com.docker.compose.service': name,
        'deck-chores.tick.command': 'true',
        'deck-chores.tick.interval': 'every second',
        'deck-chores.tick.max': '10', // a busy machine takes longer than a second for a run
      },
      HostConfig: { NetworkMode: 'none' },
    });
    const replica: Replica = { container, name: as, condition: 'exited' };
    replicas.push(replica);
    return replica;
  };
  return { name, replicas, create, fresh };
}

export async function start(replica: Replica): Promise<void> {
  await replica.container.start();
  replica.condition = 'running';
}

export async function stop(replica: Replica): Promise<void> {
  if (replica.condition !== 'exited') await replica.container.stop({ t: 0 });
  replica.condition = 'exited';
}

export async function rename(replica: Replica, name: string): Promise<void> {
  await replica.container.rename({ name });
  replica.name = name;
}

export async function remove({ replicas }: Service, replica: Replica): Promise<void> {
  await replica.container.remove({ force: true, v: true });
  replicas.splice(replicas.indexOf(replica), 1);
}
