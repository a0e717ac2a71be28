import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Dockerode from 'dockerode';
import { startBosun } from './chaos/bosun.ts';
import { heldBy, type Held } from './chaos/held.ts';
import { judge, type Operation } from './chaos/judgement.ts';
import { someOperation } from './chaos/operations.ts';
import { random, type Random } from './chaos/random.ts';
import { record } from './chaos/recording.ts';
import { serviceOf, start, type Service } from './chaos/service.ts';
import { duesOf, evidence, summary } from './chaos/verdict.ts';
import { startEngine } from './engine/throwaway.ts';

// Chaos: three services of three replicas on a throw-away engine, each with a job that is due every second, the built daemon, and random
// operations by a seed. The engine's own events, recorded aside, tell whether every second ran once, in the right container. Leaves nothing behind.

const { values } = parseArgs({ options: { seed: { type: 'string' }, operations: { type: 'string' } } });
const SEED = Number(values.seed ?? Date.now() % 1_000_000);
const COUNT = Number(values.operations ?? 300);
const SERVICES = ['api', 'web', 'worker'];
const REPLICAS = 3;
const MARKER = 'the-last';

/** Milliseconds before the first and after the last operation. */
const SETTLED = 5_000;

/** Milliseconds that one operation may take. */
const PATIENCE = 60_000;

await heldBy('bosun-chaos', async ({ folder, hold, pass }) => {
  const begun = Date.now();
  const engine = await hold(startEngine({ say: console.log }), ({ close }) => close());
  const recording = await hold(record(engine.socket, join(folder, 'events')), ({ end }) => end());
  const docker = new Dockerode({ host: '', socketPath: engine.socket });
  const services = SERVICES.map((name) => serviceOf(docker, engine.image, name));
  for (const service of services) for (let n = 0; n < REPLICAS; n++) await start(await service.create());
  const bosun = await hold(startBosun({ DOCKER_HOST: engine.host, JOB_POOL_SIZE: '50' }), ({ end }) => end());
  console.log(`seed ${SEED}: ${COUNT} operations on ${SERVICES.length} services of ${REPLICAS} replicas`);
  const dead = Promise.race([bosun.ended, engine.ended]).then((how) => Promise.reject(new Error(how)));
  const { operations, end } = await Promise.race([stir(services, pass), dead]);
  await bosun.end();
  await marker(docker, engine.image);
  const events = await recording.until(MARKER); // and with it all that came before
  const dues = duesOf(bosun.lines);
  const seconds = SERVICES.flatMap((name) => judge(name, events, dues, operations, end));
  evidence(seconds, events, operations, bosun.lines).forEach((line) => console.log(line));
  const { lines, right } = summary(seconds, operations);
  console.log(`${Math.round((Date.now() - begun) / 1000)} s`);
  lines.forEach((line) => console.log(line));
  return right ? 0 : 1;
});

/** Does to each service its share of the operations, one after the other, and to all of them at the same time. */
async function stir(services: readonly Service[], pass: Held['pass']) {
  const operations: Operation[] = [];
  await pass(SETTLED);
  await Promise.all(
    services.map(async (service, index) => {
      const chance = random(SEED * services.length + index);
      const share = Math.ceil((COUNT - index) / services.length);
      for (let n = 0; n < share; n++) {
        const { words, ready, perform } = someOperation(service, chance);
        await ready();
        const from = Date.now();
        await Promise.race([perform(), late()]).catch((cause: unknown) => {
          throw new Error(`${words}: ${String(cause)}`);
        });
        operations.push({ service: service.name, words, from, to: Date.now() });
        await pass(pause(chance));
      }
    }),
  );
  await pass(SETTLED);
  return { operations, end: Date.now() };
}

/** Half of the operations come soon after the one before, the others leave time to look at what became of it. */
function pause(chance: Random): number {
  return chance.one([() => chance.between(100, 1_500), () => chance.between(3_500, 5_500)])();
}

/** Rejects when the engine has been given enough time. */
function late(): Promise<never> {
  return sleep(PATIENCE, undefined, { ref: false }).then(() => {
    throw new Error(`the engine did not answer within ${PATIENCE / 1000} s`);
  });
}

/** A container that starts when all is over. */
async function marker(docker: Dockerode, image: string): Promise<void> {
  const container = await docker.createContainer({ name: MARKER, Image: image, Cmd: ['true'], HostConfig: { NetworkMode: 'none' } });
  await container.start();
}
