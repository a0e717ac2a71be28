import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Dockerode from 'dockerode';
import { startBosun } from './chaos/bosun.ts';
import { heldBy, type Held } from './chaos/held.ts';
import { random } from './chaos/random.ts';
import { startEngine } from './engine/throwaway.ts';

// A throw-away engine is killed with SIGKILL and started again, ten times with live-restore, ten times without, under the built daemon.
// What the jobs themselves write down tells whether each of them goes on, at the same times as before. Leaves nothing behind.

const { values } = parseArgs({ options: { seed: { type: 'string' }, kills: { type: 'string' }, log: { type: 'string' } } });
const SEED = Number(values.seed ?? Date.now() % 1_000_000);
const KILLS = Number(values.kills ?? 10);

/** All due every two seconds. */
const JOBS: readonly Job[] = [
  { name: 'interval-of-a-service', service: 'web', replicas: 2, trigger: { interval: '2s' } },
  { name: 'cron-of-a-service', service: 'db', replicas: 1, trigger: { cron: '* * * * * * * */2' } },
  { name: 'interval-without-a-service', service: undefined, replicas: 1, trigger: { interval: '2s' } },
];
const EVERY = 2_000;

interface Job {
  readonly name: string;
  readonly service: string | undefined;
  readonly replicas: number;
  readonly trigger: Readonly<Record<string, string>>;
}

/** Milliseconds within which every job has to run once the engine is back. */
const PATIENCE = 40_000;

interface Faults {
  readonly lost: number;
  readonly shifted: number;
  readonly doubled: number;
}

await heldBy('bosun-kills', async (held) => {
  console.log(`seed ${SEED}: ${KILLS} kills of dockerd with live-restore, ${KILLS} without`);
  const all = [await kill(true, held), await kill(false, held)];
  const sum = (of: (faults: Faults) => number) => all.map(of).reduce((a, b) => a + b);
  const [lost, shifted, doubled] = [sum((faults) => faults.lost), sum((faults) => faults.shifted), sum((faults) => faults.doubled)];
  console.log(`jobs lost ${lost}, runs off their grid ${shifted}, doubled ${doubled}, ends of bosun 0`); // one would have ended this with its words
  return lost + shifted + doubled === 0 ? 0 : 1;
});

async function kill(liveRestore: boolean, { folder, hold, pass }: Held): Promise<Faults> {
  const how = liveRestore ? 'with live-restore' : 'without';
  const engine = await hold(startEngine({ say: console.log, liveRestore }), ({ close }) => close());
  const prefix = liveRestore ? 'live-' : '';
  for (const job of JOBS) await containers(new Dockerode({ host: '', socketPath: engine.socket }), engine.image, job, folder, prefix);
  const bosun = await hold(startBosun({ DOCKER_HOST: engine.host }), ({ end }) => end());
  const ended = Promise.race([bosun.ended, engine.ended]).then((words) => Promise.reject(new Error(`${how}: ${words}`)));
  const dues = (job: Job) => written(join(folder, prefix + job.name));

  /** The jobs that have not run for a due time after this moment when the patience is over. */
  const silent = async (): Promise<readonly Job[]> => {
    const now = Date.now();
    for (;;) {
      const ran = await Promise.all(JOBS.map(async (job) => (await dues(job)).some((due) => due > now)));
      const missing = JOBS.filter((_, index) => !ran[index]);
      if (missing.length === 0 || Date.now() > now + PATIENCE) return missing;
      await pass(100);
    }
  };
  if (values.log !== undefined) {
    const file = `${values.log}.${liveRestore ? 'live' : 'plain'}`;
    await hold(file, () => writeFile(file, bosun.lines.map((line) => `${line}\n`).join('')));
  }
  const rounds = async () => {
    const chance = random(SEED * 2 + Number(liveRestore));
    let lost = (await silent()).length;
    for (let n = 1; n <= KILLS; n++) {
      await pass(chance.between(0, 3_000));
      const from = Date.now();
      await engine.kill();
      await pass(chance.between(100, 4_000));
      await engine.revive();
      const back = Date.now();
      const missing = await silent();
      lost += missing.length;
      const again =
        missing.length === 0
          ? `all jobs ran again after ${seconds(Date.now() - back)}`
          : `not again: ${missing.map(({ name }) => name).join(', ')}`;
      console.log(`${how}, ${n}: away for ${seconds(back - from)}, ${again}`);
    }
    return lost;
  };
  const lost = await Promise.race([rounds(), ended]);
  await bosun.end();
  await engine.close();
  const judged = await Promise.all(JOBS.map(async (job) => judge(job, await dues(job))));
  judged.forEach(({ line }) => console.log(`${how}: ${line}`));
  const said = (what: RegExp) => bosun.lines.filter((line) => what.test(line)).length;
  console.log(
    `${how}: bosun lost the engine ${said(/Lost the engine/)} times; added ${said(/: Added /)}, removed ${said(/: Removed /)}, reassigned ${said(/: Reassigned /)}, missed ${said(/: Missed /)}`,
  );
  return {
    lost,
    shifted: judged.reduce((sum, { shifted }) => sum + shifted, 0),
    doubled: judged.reduce((sum, { doubled }) => sum + doubled, 0),
  };
}

/** Starts a job's containers; each run adds its due time to the file that is named after the job. They come back with an engine that took them along. */
async function containers(docker: Dockerode, image: string, job: Job, folder: string, prefix: string): Promise<void> {
  const identity = job.service === undefined ? {} : { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': job.service };
  const trigger = Object.fromEntries(Object.entries(job.trigger).map(([key, text]) => [`deck-chores.${job.name}.${key}`, text]));
  for (let n = 1; n <= job.replicas; n++) {
    const container = await docker.createContainer({
      name: `${job.service ?? 'alone'}-${n}`,
      Image: image,
      Cmd: ['sleep', '1000000'],
      StopSignal: 'SIGKILL',
      Labels: { ...identity, ...trigger, [`deck-chores.${job.name}.command`]: `sh -c 'echo $BOSUN_RUN >>/record/${prefix}${job.name}'` },
      HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'always' }, Binds: [`${folder}:/record`] },
    });
    await container.start();
  }
}

/** The due times that were written down so far: of `BOSUN_RUN`, what follows the @. */
async function written(file: string): Promise<readonly number[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((run) => Number(run.split('@')[1]));
}

/** Whether all due times are whole periods after the first one, and none is there twice. */
function judge({ name }: Job, dues: readonly number[]) {
  const [first = 0] = dues;
  const off = dues.filter((due) => (due - first) % EVERY !== 0);
  const doubled = dues.length - new Set(dues).size;
  const grids = new Set(dues.map((due) => due % EVERY));
  return {
    shifted: off.length,
    doubled,
    line: `${name}: ${dues.length} runs, ${off.length} off the first one's grid (due at ${[...grids].join(', ')} ms of ${EVERY}), ${doubled} doubled`,
  };
}

function seconds(time: number): string {
  return `${(time / 1000).toFixed(1)} s`;
}
