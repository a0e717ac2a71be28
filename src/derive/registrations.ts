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

/** The jobs of a service are those of the one container that holds them. */
export function registrations(service: Service): Registrations {
  const held = holder(service);
  if (!held) return none;
  const { id, name, service: key, jobs } = held.container;
  const paused = held.condition === 'paused';
  return new Map(jobs.map((job) => [job.id, { service: key, container: { id, name }, paused, job }]));
}

const none: Registrations = new Map();
