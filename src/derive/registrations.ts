import type { Time } from '../facts/fact.ts';
import type { Job } from '../facts/job.ts';
import type { Service } from '../state/service.ts';
import { holder } from './holder.ts';

/** A job that belongs on the schedule now, and the container it runs in. */
export interface Registration {
  readonly service: string;
  readonly container: { readonly id: string; readonly name: string };
  readonly paused: boolean;
  readonly job: Job;
  /** It runs only on the host that leads: since when that is this one, if it is. */
  readonly cluster?: { readonly since: Time | undefined };
}

/** By job id. */
export type Registrations = ReadonlyMap<string, Registration>;

/** The jobs of a service are those of the one container that holds them: found once for as long as its containers are the same, and who leads. */
export function registrations({ containers, leads }: Service): Registrations {
  const found = leads === undefined ? following : leading;
  const known = found.get(containers);
  if (known && known.leads === leads) return known.is;
  const is = registered(containers, leads);
  found.set(containers, { is, leads });
  return is;
}

type Found = WeakMap<Service['containers'], { readonly is: Registrations; readonly leads: Time | undefined }>;

/** On a host that does not lead, and on one that does: what is compared is often one with the other. */
const [following, leading]: readonly [Found, Found] = [new WeakMap(), new WeakMap()];

function registered(containers: Service['containers'], leads: Time | undefined): Registrations {
  const held = holder(containers);
  if (!held) return none;
  const { id, name, service: key, jobs, cluster } = held.container;
  const paused = held.condition === 'paused' || (cluster === true && leads === undefined);
  const only = cluster ? { cluster: { since: leads } } : {};
  return new Map(jobs.map((job) => [job.id, { service: key, container: { id, name }, paused, job, ...only }]));
}

const none: Registrations = new Map();
