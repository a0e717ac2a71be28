import type { Known, Service } from '../state/service.ts';

/**
 * The container that carries the jobs of a service: of the live ones with a job a running one before a paused one,
 * of running ones the longest running, of paused ones the last to be paused. So a holder stays, and is not taken back.
 */
export function holder(containers: Service['containers']): Known | undefined {
  let first: Known | undefined;
  for (const known of containers.values()) {
    if (known.condition !== 'exited' && known.container.jobs.length > 0 && (!first || claim(known, first) < 0)) first = known;
  }
  return first;
}

function claim(a: Known, b: Known): number {
  if (a.condition !== b.condition) return a.condition === 'running' ? -1 : 1;
  const earlier = a.since - b.since || (a.container.id < b.container.id ? -1 : 1);
  return a.condition === 'running' ? earlier : -earlier;
}
