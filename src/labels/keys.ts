import type { Problem } from '../facts/job.ts';
import type { Labels } from './container.ts';

/** The attributes of one job as they were given, by what follows the job's name. */
export type Spoken = ReadonlyMap<string, string>;

export interface Keys {
  readonly jobs: ReadonlyMap<string, Spoken>;
  readonly options: Spoken;
  readonly problems: readonly Problem[];
}

/** Sorts `NAMESPACE.JOB.ATTRIBUTE` labels by job; `options` is no job. */
export function readKeys(labels: Labels, namespace: string): Keys {
  const jobs = new Map<string, Map<string, string>>();
  const options = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(labels)) {
    if (!key.startsWith(`${namespace}.`)) continue;
    const [job = '', ...rest] = key.slice(namespace.length + 1).split('.');
    const attribute = rest.join('.');
    if (rest.length === 0) problems.push({ key, message: `names no attribute, expected ${namespace}.JOB.ATTRIBUTE` });
    else if (job === 'options') options.set(attribute, value);
    else if (!/^[a-z0-9_-]+$/.test(job)) problems.push({ key, message: `job name "${job}", allowed are a-z, 0-9, "_" and "-"` });
    else jobs.set(job, (jobs.get(job) ?? new Map<string, string>()).set(attribute, value));
  }
  return { jobs, options, problems };
}
