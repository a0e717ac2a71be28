import { expect } from 'vitest';
import { refusals } from './aws/refusal.ts';
import { withClusterHosts, type ClusterHost } from './cluster-hosts.ts';
import { judged } from './cluster-judgement.ts';
import { clusterLife, type ClusterLife } from './cluster-life.ts';
import type { World } from './world.ts';

/** What three hosts live through; it begins where the one before it has ended, the first one with the first host as the leader. */
export type Scene = (life: ClusterLife, hosts: readonly [ClusterHost, ClusterHost, ClusterHost]) => Promise<void>;

/** Lets three hosts live through scenes: no due second has run twice, and those that did not run lie in a pause. */
export const liveThrough = (world: World, scenes: readonly Scene[]): Promise<void> =>
  withClusterHosts(world, 3, async (hosts, aws) => {
    const starts = await world.execStarts();
    const life = await clusterLife(hosts, aws, starts);
    const [one, two, three] = hosts;
    await life.leads(one!);
    for (const scene of scenes) await scene(life, [one!, two!, three!]);
    expect(await Promise.all(hosts.map(({ bosun }) => bosun.end()))).toEqual([0, 0, 0]);
    const judgement = judged(hosts, starts.all, life.pauses);
    expect(judgement).toMatchObject({ twice: [], unexcused: [], odd: [] });
    expect(judgement.ran.filter((count) => count > 1).length).toBeGreaterThan(1);
  });

/** AWS does not answer the leader any more, and says to the others that it is ill: it runs on for as long as its last answer holds. */
export const parting: Scene = async ({ healthy, leads, away }, [one, two, three]) => {
  await Promise.all([away({ silent: true }, one), healthy(two, three)]);
  await leads(two);
};

/** The second leader falls ill too, while the first one does not know anything any more. */
export const handingOn: Scene = async ({ healthy, leads }, [, , three]) => {
  await healthy(three);
  await leads(three);
};

/** The first is well again, and is answered. */
export const returning: Scene = async ({ healthy, leads, back }, [one, two, three]) => {
  back();
  await healthy(one, two, three);
  await leads(one);
};

/** The leader falls ill and well again and again, each for long enough to be noticed. */
export const flapping: Scene = async ({ healthy, leads }, [one, two, three]) => {
  for (let times = 0; times < 2; times++) {
    await healthy(two, three);
    await healthy(one, two, three);
  }
  await leads(one);
};

/** AWS throttles the leader, breaks the connections of all, and does not answer another one, for less than an answer holds: nothing is missed. */
export const brief: Scene = async ({ leads, away, back }, [one, two, three]) => {
  await away(refusals.throttled, one);
  back();
  await leads(one);
  await away({ cut: 0 }, one, two, three);
  back();
  await leads(one);
};

/** Nobody is answered for longer than an answer holds. */
export const long: Scene = async ({ leads, away, back }, [one, two, three]) => {
  const paused = one.bosun.next(/^This host, \S+, does not lead: its newest answer of AWS held until /);
  await away({ body: 'Service Unavailable', status: 503 }, one, two, three);
  await paused;
  back();
  await leads(one);
};
