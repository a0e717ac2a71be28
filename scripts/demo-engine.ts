import Dockerode from 'dockerode';
import { firstValueFrom } from 'rxjs';
import { client } from '../src/edge/client.ts';
import { engine as engineOf, type Undeclared } from '../src/edge/engine.ts';
import { readWay } from '../src/edge/way.ts';
import { simulatedEngine } from '../spec/support/simulated/simulated-engine.ts';
import { EngineUnavailable, startEngine } from './engine/throwaway.ts';

/** An engine with a place for the demo's containers. */
export interface DemoEngine {
  /** What the daemon needs to find them, and nothing else. */
  readonly environment: Record<string, string>;
  /** Starts so many containers of one service, whose job labels are given without the namespace. */
  readonly service: (name: string, count: number, labels: Record<string, string>) => Promise<readonly DemoContainer[]>;
  /** Removes what the demo made, and the engine if that is ours. */
  readonly close: () => Promise<void>;
}

export interface DemoContainer {
  readonly name: string;
  readonly stop: () => Promise<unknown>;
}

/** The engine that DOCKER_HOST names or the default socket answers for, used as it is; else a throw-away one, or where none can run a simulated one. */
export async function demoEngine(say: (line: string) => void, signal: AbortSignal): Promise<DemoEngine> {
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  const read = readWay({ ...process.env, DOCKER_HOST: host }, '/config');
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  const docker = client(read.way);
  if (await answers(docker)) return foreign(docker, host, say);
  if (process.env.DOCKER_HOST) say(`No engine answers at ${host}, which DOCKER_HOST names.`);
  say('Starting a throw-away Docker Engine.');
  const engine = await startEngine({ say }).catch((cause: unknown) => {
    if (!(cause instanceof EngineUnavailable) || signal.aborted) throw cause;
    say(`No Docker Engine can run here (${cause.message}): this is a simulated one.`);
    return simulatedEngine();
  });
  if (signal.aborted) {
    await engine.close();
    throw new Error('ended');
  }
  const own = { docker: new Dockerode({ host: '', socketPath: engine.socket }), host: engine.host, image: engine.image };
  return { ...place({ ...own, namespace: 'deck-chores', prefix: '' }), close: engine.close };
}

/** Somebody's engine: its own jobs are not touched, since our namespace is another, and only our containers are removed. */
async function foreign(docker: Dockerode, host: string, say: (line: string) => void): Promise<DemoEngine> {
  say(`Using the engine at ${host}, with containers named bosun-demo-… and the label namespace bosun-demo.`);
  const pulled = await docker
    .getImage(IMAGE)
    .inspect()
    .then(
      () => false,
      () => true,
    );
  if (pulled) {
    say(`Pulling ${IMAGE}.`);
    await pull(docker).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message.trim() : String(cause);
      throw new Error(`That engine has no ${IMAGE} and cannot pull it (${why}). Load that image there, or unset DOCKER_HOST.`);
    });
  }
  const clear = async () => {
    const left = await docker.listContainers({ all: true, filters: { label: [OURS] } });
    for (const { Id } of left) await docker.getContainer(Id).remove({ force: true, v: true });
  };
  await clear(); // what a demo that was killed has left
  const close = async () => {
    await clear();
    if (pulled) await docker.getImage(IMAGE).remove();
  };
  return { ...place({ docker, host, image: IMAGE, namespace: 'bosun-demo', prefix: 'bosun-demo-' }), close };
}

async function pull(docker: Dockerode): Promise<void> {
  const progress: NodeJS.ReadableStream = await docker.pull(IMAGE);
  await new Promise((resolve, reject) => docker.modem.followProgress(progress, (fault) => (fault ? reject(fault) : resolve(undefined))));
}

const IMAGE = 'busybox:latest';
const OURS = 'bosun.demo';

const answers = (docker: Dockerode): Promise<boolean> =>
  firstValueFrom(engineOf(docker as Dockerode & Undeclared, 2_000).now()).then(
    () => true,
    () => false,
  );

interface Place {
  readonly docker: Dockerode;
  readonly host: string;
  readonly image: string;
  readonly namespace: string;
  readonly prefix: string;
}

function place({ docker, host, image, namespace, prefix }: Place): Omit<DemoEngine, 'close'> {
  const start = async (service: string, n: number, labels: Record<string, string>): Promise<DemoContainer> => {
    const name = `${prefix}${service}-${n}`;
    const identity = { 'com.docker.compose.project': 'demo', 'com.docker.compose.service': service, [OURS]: 'true' };
    const jobs = Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${namespace}.${key}`, value]));
    const container = await docker.createContainer({
      name,
      Image: image,
      Hostname: name,
      Cmd: ['sleep', '1000000'],
      Labels: { ...identity, ...jobs },
      HostConfig: { NetworkMode: 'none' },
    });
    await container.start();
    return { name, stop: () => container.stop({ t: 0 }) };
  };
  return {
    environment: { DOCKER_HOST: host, LABEL_NAMESPACE: namespace },
    service: async (name, count, labels) => {
      const started: DemoContainer[] = [];
      for (let n = 1; n <= count; n++) started.push(await start(name, n, labels));
      return started;
    },
  };
}
