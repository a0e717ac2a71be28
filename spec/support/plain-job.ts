import type { Job } from '../../src/facts/job.ts';

/** A job that says nothing but what it is. */
export const plainJob = (what: Pick<Job, 'id' | 'name' | 'trigger'> & Partial<Job>): Job => ({
  command: ['true'],
  jitter: 0,
  user: undefined,
  workdir: undefined,
  environment: {},
  max: 1,
  grace: 60_000,
  timeout: undefined,
  ...what,
});
