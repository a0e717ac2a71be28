import type { Container } from '../facts/fact.ts';
import type { Job, Problem } from '../facts/job.ts';
import { jobId } from './job-id.ts';
import { readJob } from './job.ts';
import { readKeys } from './keys.ts';
import { readOptions } from './options.ts';

/** What holds where labels say nothing. */
export interface Defaults {
  readonly namespace: string;
  /** The labels that say together which service a container belongs to. */
  readonly serviceIdLabels: readonly string[];
  readonly max: number;
  /** An IANA name. */
  readonly timezone: string;
}

export type Labels = Readonly<Record<string, string>>;

/** Whether its labels speak of jobs, and it is no one-off (`docker compose run`), which copies its service's labels. */
export const isOurs = (labels: Labels, { namespace }: Defaults): boolean =>
  labels['com.docker.compose.oneoff'] !== 'True' && Object.keys(labels).some((key) => key.startsWith(`${namespace}.`));

/** What a container is counted under: all of its service's identity, or its own id where it stands for itself. */
export const serviceKey = (id: string, labels: Labels, defaults: Defaults): string =>
  identity(id, labels, defaults, readOptions(readKeys(labels, defaults.namespace).options, defaults.namespace).flags.service).join(' ');

/** The jobs that a container's labels define, and what is wrong with them: one bad job never harms another. */
export function readContainer(id: string, name: string, labels: Labels, defaults: Defaults): Container {
  const keys = readKeys(labels, defaults.namespace);
  const { user, flags, problems: wrong } = readOptions(keys.options, defaults.namespace);
  const parts = identity(id, labels, defaults, flags.service);
  const jobs: Job[] = [];
  const problems: Problem[] = [...keys.problems, ...wrong];
  for (const [job, attributes] of keys.jobs) {
    const read = readJob(job, attributes, { ...defaults, user });
    if ('problems' in read) problems.push(...read.problems);
    else jobs.push({ id: jobId([...parts, job]), ...read });
  }
  return { id, name, service: parts.join(' '), jobs, problems };
}

/** `label=value` of every label that identifies the service, or the container's own id. */
function identity(id: string, labels: Labels, { serviceIdLabels }: Defaults, service: boolean): readonly string[] {
  const identified = serviceIdLabels.length > 0 && serviceIdLabels.every((label) => labels[label] !== undefined);
  return service && identified ? serviceIdLabels.map((label) => `${label}=${labels[label] ?? ''}`) : [id];
}
