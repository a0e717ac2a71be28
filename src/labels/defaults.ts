import type { Defaults } from './container.ts';
import { BUILT_IN } from './flags.ts';

/** What holds where neither labels nor settings say anything, as docs/settings.md has it. */
export const defaults: Defaults = {
  namespace: 'deck-chores',
  cluster: false,
  serviceIdLabels: ['com.docker.compose.project', 'com.docker.compose.service'],
  flags: BUILT_IN,
  jobName: /^(?:[a-z0-9_-]+)$/,
  max: 1,
  grace: 60_000,
  timezone: 'UTC',
};
