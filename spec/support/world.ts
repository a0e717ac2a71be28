import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { threadId } from 'node:worker_threads';
import Dockerode from 'dockerode';
import { filter, firstValueFrom, ReplaySubject, take, timeout, toArray, type Observable } from 'rxjs';
import { afterEach, beforeEach, describe, inject } from 'vitest';
import { simulatedEngine, type SimulatedEngine } from './simulated/simulated-engine.ts';

/** A describe block that has an engine. */
export type WithEngine = (name: string, specs: (world: World) => void) => void;

/** On a real engine; skipped, with the reason in its name, where there is none. */
export const withRealEngine: WithEngine = (name, specs) => {
  const engine = inject('engine');
  // Skipped where no engine can run, which the name says; under CI=true `npm test` takes that for a failure.
  if ('unavailable' in engine)
    describe.skip(`${name} (no engine: ${engine.unavailable})`, () => specs(worldOf(() => ({ socket: '', image: '' }))));
  else describe(name, () => specs(worldOf(() => engine)));
};

/** On a simulated engine of its own, which the specs may also be given. */
export function withSimulatedEngine(name: string, specs: (world: World, engine: () => SimulatedEngine) => void): void {
  describe(name, () => {
    let engine: SimulatedEngine | undefined;
    const simulated = () => {
      if (!engine) throw new Error('the simulated engine is there while specs run');
      return engine;
    };
    beforeEach(async () => {
      engine = await simulatedEngine();
    });
    afterEach(() => engine?.close());
    specs(worldOf(simulated), simulated);
  });
}

/** One block's part of the engine: names, labels and services of its own, and everything that it began is ended after each spec. */
export interface World {
  readonly docker: () => Dockerode;
  /** The label namespace that only this block's daemons look at. */
  readonly namespace: string;
  /** Starts a container that sleeps; its labels are given without the namespace, those with a dot in front as they are. */
  readonly container: (
    name: string,
    labels?: Record<string, string>,
    command?: readonly string[],
    image?: string,
    more?: Pick<Dockerode.ContainerCreateOptions, 'Env' | 'HostConfig'>,
  ) => Promise<Dockerode.Container>;
  readonly daemon: (environment?: Record<string, string>, command?: readonly string[]) => Daemon;
  /** The `exec_start` events from now on, of the containers whose name begins so (by default: this block's). */
  readonly execStarts: (of?: string) => Promise<ExecStarts>;
  /** The labels of compose that identify a service. */
  readonly service: (name: string) => Record<string, string>;
}

/** A running bosun, and what it logs. */
export interface Daemon {
  readonly process: ChildProcess;
  /** The first line from the beginning that matches; fails when there is none within 20 s, or so many milliseconds. */
  readonly line: (what: RegExp, patience?: number) => Promise<string>;
  /** All matching lines so far, the message only. */
  readonly lines: (what: RegExp) => readonly string[];
  /** The next `count` matching lines from now on. */
  readonly next: (what: RegExp, count?: number) => Promise<readonly string[]>;
  /** Sends a signal and resolves with the exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
  readonly exited: Promise<number | null>;
  /** What it has written to stderr. */
  readonly errors: () => string;
}

export interface ExecStart {
  readonly container: string;
  readonly command: string;
  /** Milliseconds since the epoch, the engine's own. */
  readonly at: number;
}

export interface ExecStarts {
  readonly all: readonly ExecStart[];
  readonly next: (of: (start: ExecStart) => boolean, count?: number) => Promise<readonly ExecStart[]>;
  readonly end: () => void;
}

const PATIENCE = 20_000;
let worlds = 0;

function worldOf(engine: () => { readonly socket: string; readonly image: string }): World {
  const namespace = `bosun-${process.pid}-${threadId}-${worlds++}`;
  const docker = () => new Dockerode({ host: '', socketPath: engine().socket });
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return {
    docker,
    namespace,
    container: async (name, labels = {}, command = ['sleep', '1000000'], image = engine().image, more = {}) => {
      const Labels = Object.fromEntries(
        Object.entries(labels).map(([key, value]) => [key.startsWith('.') ? key.slice(1) : `${namespace}.${key}`, value]),
      );
      const made = await docker().createContainer({
        name: `${namespace}-${name}`,
        Image: image,
        Cmd: [...command],
        Labels,
        ...more,
        HostConfig: { NetworkMode: 'none', Init: false, ...more.HostConfig },
      });
      ends.push(() => made.remove({ force: true, v: true }).catch(() => undefined));
      await made.start();
      return made;
    },
    daemon: (environment = {}, command = [process.execPath, 'dist/bosun.js']) => {
      const daemon = daemonOf({ DOCKER_HOST: `unix://${engine().socket}`, LABEL_NAMESPACE: namespace, ...environment }, command);
      ends.push(() => daemon.end('SIGKILL'));
      return daemon;
    },
    execStarts: async (of = namespace) => {
      const starts = await execStarts(docker(), of);
      ends.push(starts.end);
      return starts;
    },
    service: (name) => ({ '.com.docker.compose.project': namespace, '.com.docker.compose.service': name }),
  };
}

function daemonOf(environment: Record<string, string>, [program = '', ...words]: readonly string[]): Daemon {
  const child = spawn(program, words, { env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
    process.stderr.write(chunk);
  });
  const said: string[] = [];
  const line$ = new ReplaySubject<string>();
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line.replace(/^[^|]*\|[^|]*\|/, ''));
    line$.next(said.at(-1)!);
  });
  const wait = (lines$: Observable<string>, what: RegExp, count: number, patience = PATIENCE) =>
    firstValueFrom(
      lines$.pipe(
        filter((line) => what.test(line)),
        take(count),
        toArray(),
        timeout(patience),
      ),
    ).catch(() => {
      throw new Error(`no ${count} × ${what} within ${patience} ms; the log says:\n${said.join('\n')}`);
    });
  return {
    process: child,
    line: async (what, patience) => (await wait(line$, what, 1, patience))[0]!,
    lines: (what) => said.filter((line) => what.test(line)),
    next: (what, count = 1) => {
      const seen = said.length;
      return wait(line$.pipe(filter((_, index) => index >= seen)), what, count);
    },
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
    exited,
    errors: () => errors,
  };
}

async function execStarts(docker: Dockerode, prefix: string): Promise<ExecStarts> {
  const all: ExecStart[] = [];
  const start$ = new ReplaySubject<ExecStart>();
  const events = (await docker.getEvents({ filters: { type: ['container'], event: ['exec_start'] } })) as NodeJS.ReadableStream & {
    destroy(): void;
  };
  const lines = createInterface({ input: events }).on('error', () => undefined); // the engine may be ended on purpose
  lines.on('line', (line) => {
    const { Action, Actor, timeNano } = JSON.parse(line) as { Action: string; Actor: { Attributes: { name: string } }; timeNano: number };
    if (!Actor.Attributes.name.startsWith(prefix)) return;
    const start = {
      container: Actor.Attributes.name.slice(prefix.length + 1),
      command: Action.replace(/^exec_start: /, '').trim(),
      at: timeNano / 1e6,
    };
    all.push(start);
    start$.next(start);
  });
  return {
    all,
    next: (of, count = 1) => {
      const seen = all.length;
      return firstValueFrom(
        start$.pipe(
          filter((start, index) => index >= seen && of(start)),
          take(count),
          toArray(),
          timeout(PATIENCE),
        ),
      );
    },
    end: () => events.destroy(),
  };
}
