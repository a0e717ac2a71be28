import type { Known, Service } from '../../../src/state/service.ts';
import { container, serviceOf, type Real, type World } from './world.ts';

/** Where the jobs of a service are: in which container, whether they are paused there, and which they are. */
export interface Holding {
  readonly id: string;
  readonly name: string;
  readonly paused: boolean;
  readonly jobs: readonly string[];
}

/** A container that may hold the jobs of its service. */
interface Candidate extends Holding {
  readonly since: number;
}

/** What the house decides, worked out once more: those that can hold by their condition; the first is the holder by its age. */
function able(candidates: readonly Candidate[]): readonly Candidate[] {
  const running = candidates.filter(({ paused }) => !paused).sort((a, b) => a.since - b.since);
  return running.length > 0 ? running : [...candidates].sort((a, b) => b.since - a.since);
}

/** Of every service in truth. */
export function ableIn(world: World): ReadonlyMap<string, readonly Candidate[]> {
  const services = new Map<string, Candidate[]>();
  for (const one of world.values()) {
    if (one.condition === 'exited') continue;
    const { jobs } = container(one);
    if (jobs.length > 0) services.set(serviceOf(one), [...(services.get(serviceOf(one)) ?? []), real(one, jobs)]);
  }
  return new Map([...services].map(([service, all]) => [service, able(all)]));
}

/** Of a service, by what the store knows of it. */
export const ableOf = ({ containers }: Service): readonly Candidate[] =>
  able([...containers.values()].filter(({ condition, container: { jobs } }) => condition !== 'exited' && jobs.length > 0).map(known));

const known = ({ container: { id, name, jobs }, condition, since }: Known): Candidate => ({
  ...{ id, name, since, paused: condition === 'paused', jobs: jobs.map((job) => JSON.stringify(job)) },
});

const real = ({ id, name, condition, since }: Real, jobs: readonly object[]): Candidate => ({
  ...{ id, name, since, paused: condition === 'paused', jobs: jobs.map((job) => JSON.stringify(job)) },
});

/** As a line, to be compared. */
export const inWords = (holding: Holding | undefined): string =>
  holding ? `${holding.id} ${holding.name}${holding.paused ? ' paused' : ''}: ${[...holding.jobs].sort().join(', ')}` : 'nobody';
