import type { Job } from '../facts/job.ts';
import type { Service } from '../state/service.ts';
import { holder } from './holder.ts';

/** A job that belongs on the schedule now, and the container it runs in. */
export interface Registration {
  readonly service: string;
  readonly container: { readonly id: string; readonly name: string };
  readonly paused: boolean;
  readonly job: Job;
}

/** By job id. */
export type Registrations = ReadonlyMap<string, Registration>;

/** The jobs of a service are those of the one container that holds them: found once for as long as its containers are the same. */
export function registrations({ containers }: Service): Registrations {
  const known = found.get(containers);
  if (known) return known;
  const is = registered(containers);
  found.set(containers, is);
  return is;
}

const found = new WeakMap<Service['containers'], Registrations>();

function registered(containers: Service['containers']): Registrations {
  const held = holder(containers);
  if (!held) return none;
  const { id, name, service: key, jobs } = held.container;
  const paused = held.condition === 'paused';
  return new Map(jobs.map((job) => [job.id, { service: key, container: { id, name }, paused, job }]));
}

const none: Registrations = new Map();
