import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { simulatedEngine, type SimulatedEngine } from '../../spec/support/simulated/simulated-engine.ts';
import { startBosun, type Bosun } from '../chaos/bosun.ts';
import type { Random } from '../chaos/random.ts';
import { archive } from './archive.ts';
import { judge, type Verdict } from './judgement.ts';
import { labels, LOAD, POOL, REPLICAS, working, type Ran } from './load.ts';

/** How often bosun is killed, and with what it works. */
export interface Killing {
  readonly kills: number;
  readonly chance: Random;
  /** Empty. */
  readonly folder: string;
  readonly pass: (time: number) => Promise<void>;
  readonly say: (line: string) => void;
}

export interface Outcome extends Verdict {
  readonly runs: number;
  readonly missed: number;
  readonly refused: number;
  /** Runs of which bosun learnt in a later life that they had ended. */
  readonly away: number;
  readonly segments: number;
}

/** Kills the built daemon again and again, with its journal on, under a load on a simulated engine, which goes on; then judges all that was. */
export async function kills({ kills: count, chance, folder, pass, say }: Killing): Promise<Outcome> {
  const ran: Ran[] = [];
  const engine = await simulatedEngine({ program: working(ran) });
  const journal = join(folder, 'journal');
  mkdirSync(journal);
  const kept = archive(journal, join(folder, 'archive'));
  let bosun: Bosun | undefined;
  const begin = () => startBosun({ DOCKER_HOST: engine.host, JOB_POOL_SIZE: `${POOL}`, STATE_DIR: journal, STATE_LIMIT: '1M' });
  try {
    await containers(engine);
    for (let n = 1; n <= count; n++) {
      bosun = begin();
      await Promise.race([pass(lifetime(chance)), endedItself(bosun)]);
      await bosun.end('SIGKILL');
      kept.note();
      if (n % 20 === 0) say(`${n} kills, ${ran.length} runs`);
      await pass(absence(chance));
    }
    bosun = begin();
    await Promise.race([pass(SETTLED), endedItself(bosun)]);
    const end = Date.now();
    await bosun.end('SIGKILL'); // told to end it would go on for as long as its runs do
    kept.note();
    const facts = kept.facts();
    const told = (type: string) => facts.filter((fact) => fact.type === type).length;
    const every = new Map(LOAD.map(({ name, every: seconds }) => [name, seconds * 1000]));
    return {
      ...judge(ran, facts, every, end),
      runs: ran.length,
      missed: told('run.missed'),
      refused: told('run.refused'),
      away: facts.filter((fact) => fact.type === 'run.finished' && fact.away).length,
      segments: kept.segments(),
    };
  } finally {
    await bosun?.end('SIGKILL');
    await engine.close();
  }
}

async function containers({ socket, image }: SimulatedEngine): Promise<void> {
  const docker = new Dockerode({ host: '', socketPath: socket });
  for (const service of new Set(LOAD.map((job) => job.service)))
    for (let n = 1; n <= (service === undefined ? 1 : REPLICAS); n++) {
      const Labels = labels(LOAD.filter((job) => job.service === service));
      const container = await docker.createContainer({ name: `${service ?? 'alone'}-${n}`, Image: image, Labels });
      await container.start();
    }
}

/** Rejects when it has ended without being killed. */
const endedItself = (bosun: Bosun): Promise<never> =>
  bosun.ended.then((how) => {
    if (how.includes('SIGKILL')) return new Promise<never>(() => undefined);
    throw new Error(`${how}: ${bosun.lines.slice(-3).join('\n')}`);
  });

/** Milliseconds: a part of them in the first moments, in which the journal is opened and what was left is found out. */
const lifetime = (chance: Random): number =>
  chance.one([() => chance.between(0, 150), ...THRICE.map(() => () => chance.between(0, 1_500))])();

const THRICE = [1, 2, 3];

/** Milliseconds until it is started again: more than some jobs' grace, sometimes. */
const absence = (chance: Random): number => chance.one([() => 0, () => 0, () => chance.between(0, 2_000)])();

/** Milliseconds within which the last life has found out what became of the ones before. */
const SETTLED = 6_000;
