import type { Container } from '../facts/fact.ts';
import type { Duration, Job, Problem } from '../facts/job.ts';
import { withFlags, type Flags } from './flags.ts';
import { counting, needsImage as differsByImage } from './inherited.ts';
import { jobId } from './job-id.ts';
import { readJob } from './job.ts';
import { readKeys } from './keys.ts';
import { readOptions } from './options.ts';

/** What holds where labels say nothing. */
export interface Defaults {
  readonly namespace: string;
  /** Whether there is a cluster, of which one host leads. */
  readonly cluster: boolean;
  /** The labels that say together which service a container belongs to. */
  readonly serviceIdLabels: readonly string[];
  readonly flags: Flags;
  /** What a job's name is, matched whole. */
  readonly jobName: RegExp;
  readonly max: number;
  readonly grace: Duration;
  /** An IANA name. */
  readonly timezone: string;
}

/** The labels of a container or an image. */
export type Labels = Readonly<Record<string, string>>;

/** Whether its labels speak of jobs, and it is no one-off (`docker compose run`), which copies its service's labels. */
export const isOurs = (labels: Labels, { namespace }: Defaults): boolean =>
  labels['com.docker.compose.oneoff'] !== 'True' && Object.keys(labels).some((key) => key.startsWith(`${namespace}.`));

/** The flags in force, as the labels say them, those of the image included. */
export const flagsOf = (labels: Labels, { namespace, flags }: Defaults): Flags =>
  withFlags(flags, labels[`${namespace}.options.flags`] ?? '').flags;

/** Whether `readContainer` has to know the labels of its image. */
export const needsImage = (labels: Labels, defaults: Defaults): boolean =>
  differsByImage(labels, defaults.namespace, flagsOf(labels, defaults));

/** What a container is counted under: all of its service's identity, or its own id where it stands for itself. */
export const serviceKey = (id: string, labels: Labels, defaults: Defaults): string => identity(id, labels, defaults).join(' ');

/** The jobs that a container's labels define, and what is wrong with them: one bad job never harms another. `image` are the labels of its image. */
export function readContainer(id: string, name: string, labels: Labels, defaults: Defaults, image: Labels = {}): Container {
  const keys = readKeys(counting(labels, image, defaults.namespace, flagsOf(labels, defaults)), defaults.namespace, defaults.jobName);
  const { user, problems: wrong } = readOptions(keys.options, defaults.namespace, defaults.flags);
  const parts = identity(id, labels, defaults);
  const { cluster } = flagsOf(labels, defaults);
  const jobs: Job[] = [];
  const problems: Problem[] = [...keys.problems, ...wrong];
  if (cluster && !defaults.cluster && keys.jobs.size > 0) problems.push({ key: flagKey(labels, defaults), message: UNCLUSTERED });
  const missing = unidentified(labels, defaults);
  if (keys.jobs.size > 0 && missing.length > 0) problems.push({ key: missing.join(', '), message: UNIDENTIFIED });
  for (const [job, attributes] of keys.jobs) {
    const read = readJob(job, attributes, { ...defaults, user });
    if ('problems' in read) problems.push(...read.problems);
    else jobs.push({ id: jobId([...parts, job]), ...(cluster ? onEveryHost(read) : read) });
  }
  return { id, name, service: parts.join(' '), jobs, problems, ...(cluster ? { cluster } : {}) };
}

/** A container whose jobs are not known, since it takes the labels of its image to tell, and these cannot be read. */
export const unreadContainer = (id: string, name: string, labels: Labels, defaults: Defaults, reason: string): Container => ({
  id,
  name,
  service: serviceKey(id, labels, defaults),
  jobs: [],
  problems: [
    { key: `${defaults.namespace}.options.flags`, message: `the labels of its image are needed, and could not be read: ${reason}` },
  ],
});

/** Its due times are those of the other hosts: an interval is counted from 1970 on. */
const onEveryHost = <J extends Pick<Job, 'trigger'>>(job: J): J =>
  job.trigger.type === 'interval' ? { ...job, trigger: { ...job.trigger, phase: 0 } } : job;

/** Where the flag comes from. */
const flagKey = (labels: Labels, { namespace }: Defaults): string =>
  labels[`${namespace}.options.flags`]?.includes('cluster') ? `${namespace}.options.flags` : 'DEFAULT_FLAGS';

const UNCLUSTERED = 'has the flag cluster, and CLUSTER is not set: which host leads cannot be known, its jobs stay paused';

const UNIDENTIFIED =
  'missing, without which its service is not known: its jobs are run in this container, whatever others of the service run';

/** The labels that it lacks to belong to a service, where it has some of them. */
function unidentified(labels: Labels, defaults: Defaults): readonly string[] {
  const missing = defaults.serviceIdLabels.filter((label) => labels[label] === undefined);
  return missing.length < defaults.serviceIdLabels.length && flagsOf(labels, defaults).service ? missing : [];
}

/** `label=value` of every label that identifies the service, or the container's own id. */
function identity(id: string, labels: Labels, defaults: Defaults): readonly string[] {
  const { serviceIdLabels } = defaults;
  const identified = serviceIdLabels.length > 0 && serviceIdLabels.every((label) => labels[label] !== undefined);
  return identified && flagsOf(labels, defaults).service ? serviceIdLabels.map((label) => `${label}=${labels[label] ?? ''}`) : [id];
}
