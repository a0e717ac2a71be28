import { setTimeout as passed } from 'node:timers/promises'; // no event tells that a listing has changed nothing
import type Dockerode from 'dockerode';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { cuttingProxy } from './cutting-proxy.ts';
import type { Daemon, WithEngine } from './world.ts';

/** Several daemons, each through a proxy of its own: with every cut in a row a daemon waits longer, and a hundred of one would take minutes. */
const DAEMONS = 20;
const CUTS = 5;

/** Milliseconds in which each has listed again: Docker lists what has just died, or was paused, as running for a moment, and one that connects in it believes that. */
const HEALED = 16_000;

const SEED = 7;
const SERVICES = ['web', 'mail', 'search'];
const REPLICAS = 3;
/** Containers that stand for themselves. */
const LONERS = ['anna', 'bert'];
const JOBS = ['backup', 'report'];

/** What cuts of the event stream leave behind: nothing. An answer to `/events` is cut after fewer than `bytes`. */
export function cutStream(withEngine: WithEngine, bytes: number): void {
  withEngine(`an event stream that is cut ${DAEMONS * CUTS} times at any byte`, ({ container, daemon, docker, namespace, service }) => {
    let [ended, end] = [false, (): Promise<unknown> => Promise.resolve()];
    afterEach(() => end()); // before the containers are removed
    it('leaves the registrations that a fresh daemon has', async () => {
      const spaces = Array.from({ length: DAEMONS }, (_, n) => `${namespace}-${n}`);
      const fresh = `${namespace}-fresh`;
      const labels = labelsIn([...spaces, fresh]);
      const start = (name: string) => container(name, { ...labels, ...(SERVICES.includes(family(name)) ? service(family(name)) : {}) });
      const isKnown = async (daemons: readonly Daemon[], name: string) => {
        await start(name);
        await Promise.all(daemons.map((bosun) => bosun.line(new RegExp(`${name}: Added '${JOBS.at(-1)!}'`))));
      };

      const { socketPath } = docker().modem as unknown as { socketPath: string };
      const cuts = spaces.map(async (space, n) => {
        const proxy = await cuttingProxy(socketPath);
        onTestFinished(proxy.close);
        const bosun = daemon({ LABEL_NAMESPACE: space, DOCKER_HOST: `unix://${proxy.socket}` });
        await bosun.line(/Listening to events/);
        const chance = random(SEED + n);
        return { bosun, over: () => proxy.cut(CUTS, () => Math.floor(chance() * bytes)) };
      });
      const cut = await Promise.all(cuts);

      const lives = [...SERVICES, ...LONERS].map((name, n) => {
        const names = Array.from({ length: SERVICES.includes(name) ? REPLICAS : 1 }, (_, each) => `${name}-${each}`);
        return life(names, start, random(SEED + 1_000 + n), () => ended);
      });
      end = async () => {
        ended = true;
        await Promise.allSettled(lives);
      };
      const [, left] = await Promise.all([Promise.all(cut.map(({ over }) => over())).then(() => (ended = true)), Promise.all(lives)]);

      const daemons = cut.map(({ bosun }) => bosun);
      await isKnown(daemons, 'sentinel-1'); // and with it all that happened before
      await passed(HEALED);
      const truth = daemon({ LABEL_NAMESPACE: fresh });
      await truth.line(/Listening to events/);
      daemons.push(truth);
      await isKnown(daemons, 'sentinel-2');
      for (const bosun of daemons) expect(registered(bosun, namespace)).toEqual(registered(truth, namespace));

      // Which of several equal candidates held is anybody's choice, but the last one that is left, by its present name, is not.
      const before = daemons.map((bosun) => bosun.lines(/Removed/).length);
      for (const { remove } of left.flat()) await remove();
      await isKnown(daemons, 'sentinel-3');
      const removed = daemons.map((bosun, n) => bosun.lines(/Removed/).slice(before[n]));
      for (const each of removed) expect(each).toEqual(removed.at(-1));
      for (const bosun of daemons) {
        expect(registered(bosun, namespace).filter((line) => !line.startsWith('sentinel'))).toEqual([]);
        expect(bosun.lines(/CRITICAL|A bug/)).toEqual([]);
        expect(await bosun.end()).toBe(0); // and not before
      }
    });
  });
}

/** The jobs as labels in each of several namespaces: these daemons must not meet. */
function labelsIn(spaces: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    spaces.flatMap((space) =>
      JOBS.flatMap((job) => [
        [`.${space}.${job}.command`, 'true'],
        [`.${space}.${job}.interval`, '1h'],
      ]),
    ),
  );
}

/** What a container's name begins with, whatever it is renamed to: `web` of `web-1_2`. */
const family = (name: string): string => name.replace(/-.*/, '');

/** Does one thing after the other to containers, until it has ended; gives how to remove each. */
async function life(
  names: readonly string[],
  start: (name: string) => Promise<Dockerode.Container>,
  chance: () => number,
  ended: () => boolean,
): Promise<readonly { remove: () => Promise<unknown> }[]> {
  const one = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!;
  const all = await Promise.all(names.map(async (name) => ({ it: await start(name), state: 'running' as keyof typeof DEEDS, renamed: 0 })));
  let made = names.length;
  while (!ended()) {
    const who = one(all);
    const deed = one(DEEDS[who.state]);
    switch (deed) {
      case 'pause':
        await who.it.pause();
        who.state = 'paused';
        break;
      case 'unpause':
        await who.it.unpause();
        who.state = 'running';
        break;
      case 'stop':
        await who.it.stop({ t: 0 });
        who.state = 'exited';
        break;
      case 'start':
        await who.it.start();
        who.state = 'running';
        break;
      case 'restart':
        await who.it.restart({ t: 0 });
        break;
      case 'rename': {
        const { Name } = await who.it.inspect();
        await who.it.rename({ name: `${Name.slice(1).replace(/_\d+$/, '')}_${++who.renamed}` });
        break;
      }
      case 'recreate':
        await who.it.remove({ force: true });
        who.it = await start(`${family(names[0]!)}-${++made}`);
        who.state = 'running';
        break;
    }
  }
  return all.map(({ it }) => ({ remove: () => it.remove({ force: true }) as Promise<unknown> }));
}

/** What can be done to a container, by the state that it is in. */
const DEEDS = {
  running: ['pause', 'pause', 'stop', 'restart', 'rename', 'recreate'],
  paused: ['unpause', 'unpause', 'rename', 'recreate'],
  exited: ['start', 'start', 'rename', 'recreate'],
} as const;

/** What a daemon's log comes to: each job with the service or the loner that it is of, its id, and whether it is paused. */
function registered(bosun: Daemon, namespace: string): readonly string[] {
  const jobs = new Map<string, { id: string; paused: boolean }>();
  for (const line of bosun.lines(/^\S+: (Added|Reassigned|Removed|Paused|Resumed) /)) {
    const [, name = '', verb = '', paused, job = '', id = ''] =
      /^(\S+): (\w+) (paused )?(?:'(\w+)'|\d+ jobs?)(?: \((.+)\))?/.exec(line.replace(`${namespace}-`, '')) ?? [];
    const key = `${SERVICES.includes(family(name)) ? family(name) : name.replace(/_\d+$/, '')} ${job}`;
    if (verb === 'Added') {
      expect(jobs.has(key), line).toBe(false);
      jobs.set(key, { id, paused: paused !== undefined });
    } else if (verb === 'Removed') expect(jobs.delete(key), line).toBe(true);
    else if (verb === 'Reassigned') expect(jobs.has(key), line).toBe(true);
    else {
      const theirs = [...jobs].filter(([other]) => other.startsWith(key));
      expect(line).toContain(` ${theirs.length} job`);
      for (const [, each] of theirs) each.paused = verb === 'Paused';
    }
  }
  return [...jobs].map(([key, { id, paused }]) => `${key} ${id}${paused ? ' paused' : ''}`).sort();
}

/** Numbers from 0 on, below 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
