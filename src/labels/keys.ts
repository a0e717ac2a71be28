import type { Problem } from '../facts/job.ts';
import type { Labels } from './container.ts';
import { nearest } from './nearest.ts';

/** The attributes of one job as they were given, by what follows the job's name. */
export type Spoken = ReadonlyMap<string, string>;

export interface Keys {
  readonly jobs: ReadonlyMap<string, Spoken>;
  readonly options: Spoken;
  readonly problems: readonly Problem[];
}

/** Sorts `NAMESPACE.JOB.ATTRIBUTE` labels by job; `options` is no job, and names that do not match whole are none. */
export function readKeys(labels: Labels, namespace: string, jobName: RegExp): Keys {
  const jobs = new Map<string, Map<string, string>>();
  const options = new Map<string, string>();
  const problems = new Map<string, Problem>(); // one for each name that is none
  for (const [key, value] of Object.entries(labels).sort(byKey)) {
    if (!key.startsWith(`${namespace}.`)) continue;
    const [job = '', ...rest] = key.slice(namespace.length + 1).split('.');
    const attribute = rest.join('.');
    if (rest.length === 0)
      problems.set(key, {
        key,
        message: `names no attribute, expected ${job === 'options' ? optionKeys(namespace) : `${namespace}.JOB.ATTRIBUTE`}`,
      });
    else if (job === 'options') options.set(attribute, value);
    else if (jobName.test(job)) jobs.set(job, (jobs.get(job) ?? new Map<string, string>()).set(attribute, value));
    else if (!problems.has(job))
      problems.set(job, { key, message: `job name "${job}", allowed is ${jobName.source.replace(/^\^\(\?:(.*)\)\$$/, '$1')}${near(job)}` });
  }
  return { jobs, options, problems: [...problems.values()] };
}

/** The keys of the options, for who left the option out. */
const optionKeys = (namespace: string): string => `${namespace}.options.flags or ${namespace}.options.user`;

/** A hint for `Options.flags` and the like, which are no job of that name. */
const near = (job: string): string => (/^options?$/i.test(job) ? nearest(job, ['options']) : '');

const byKey = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);
