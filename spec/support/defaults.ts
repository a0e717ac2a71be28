import type { Defaults } from '../../src/labels/container.ts';

/** What holds where neither labels nor settings say anything. */
export const defaults: Defaults = {
  namespace: 'deck-chores',
  cluster: false,
  serviceIdLabels: ['com.docker.compose.project', 'com.docker.compose.service'],
  flags: { image: true, service: true, cluster: false },
  jobName: /^(?:[a-z0-9_-]+)$/,
  max: 1,
  grace: 60_000,
  timezone: 'UTC',
};
