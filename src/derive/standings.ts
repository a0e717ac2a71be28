import type { Standing } from '../facts/standing.ts';
import { isUnderWay, isWaiting } from '../state/run.ts';
import type { Service } from '../state/service.ts';
import { registrations } from './registrations.ts';

/** How the jobs of a service stand, but for when they are due. */
export function standings(service: Service): readonly Omit<Standing, 'next'>[] {
  return [...registrations(service).values()].map(({ container, job, paused, service: key, cluster }) => {
    const own = [...service.runs.values()].filter((run) => run.job === job.id);
    return {
      service: key,
      container: container.name,
      job,
      paused,
      ...(cluster && cluster.since === undefined ? { follows: true as const } : {}),
      running: own.filter(isUnderWay).map(({ stage }) => ('since' in stage ? stage.since : undefined)),
      waiting: own.filter(isWaiting).length,
      last: service.last.get(job.id) ?? {},
    };
  });
}
