import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { simulatedEngine, type SimulatedEngine } from '../../spec/support/simulated/simulated-engine.ts';
import { startBosun, type Bosun } from '../chaos/bosun.ts';
import { until } from '../engine/until.ts';

/** A simulated engine, and a bosun with a journal that may be ended and started again. */
export interface Stage {
  readonly engine: SimulatedEngine;
  /** Starts bosun, with these settings too. */
  readonly bosun: (settings?: Readonly<Record<string, string>>) => void;
  /** Ends it. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
  /** Waits for so many lines of the log from now on. */
  readonly lines: (what: RegExp, count?: number) => Promise<void>;
  /** Starts a container of the service `web`, with labels that are given without the namespace. */
  readonly container: (name: string, labels: Readonly<Record<string, string>>) => Promise<void>;
}

/** Plays on a stage of its own; gives where the journal is for as long as `use` takes. */
export async function played(play: (stage: Stage) => Promise<void>, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-record-'));
  const engine = await simulatedEngine();
  const docker = new Dockerode({ host: '', socketPath: engine.socket });
  let running: Bosun | undefined;
  const stage: Stage = {
    engine,
    bosun: (settings = {}) => (running = startBosun({ DOCKER_HOST: engine.host, STATE_DIR: folder, ...settings })),
    end: async (signal) => {
      await running?.end(signal);
    },
    lines: async (what, count = 1) => {
      const { lines = [] } = running ?? {};
      const seen = lines.length;
      const heard = () => Promise.resolve(lines.slice(seen).filter((line) => what.test(line)).length >= count);
      if (!(await until(heard, PATIENCE))) throw new Error(`no ${count} × ${what} in the log:\n${lines.join('\n')}`);
    },
    container: async (name, labels) => {
      const own = Object.entries(labels).map(([key, value]) => [`deck-chores.${key}`, value] as const);
      const service = { 'com.docker.compose.project': 'sim', 'com.docker.compose.service': 'web' };
      const made = await docker.createContainer({ name, Image: engine.image, Labels: { ...service, ...Object.fromEntries(own) } });
      await made.start();
    },
  };
  try {
    await play(stage);
    await stage.end('SIGKILL');
    await use(folder);
  } finally {
    await running?.end('SIGKILL');
    await engine.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds. */
const PATIENCE = 30_000;
