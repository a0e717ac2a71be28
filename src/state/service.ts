import type { Container, ContainerFact, ServiceFact, ServiceListed, Time } from '../facts/fact.ts';
import type { Last } from '../facts/standing.ts';
import { copied } from './copied.ts';
import { carriedOver as runsCarriedOver, endedBy, reduceRuns, type Run } from './run.ts';

/** What is known of one service, and nothing that can be worked out from it. */
export interface Service {
  readonly containers: ReadonlyMap<string, Known>;
  /** The runs that are due and have not ended, by id, in the order in which they became due. */
  readonly runs: ReadonlyMap<string, Run>;
  /** How the last runs of a job ended, by the job's id. */
  readonly last: ReadonlyMap<string, Last>;
  /** Since when this host leads, if it does: kept where a container's jobs run only there. */
  readonly leads: Time | undefined;
}

export interface Known {
  readonly container: Container;
  readonly condition: 'running' | 'paused' | 'exited';
  /** When it came into this condition. */
  readonly since: Time;
  /** The newest fact heard of it: what is not newer was told before. */
  readonly heard: Time;
}

/** A service of which nothing is known yet: where `reduce` begins. */
export const nothing: Service = { containers: new Map(), runs: new Map(), last: new Map(), leads: undefined };

export const isNothing = ({ containers, runs, last }: Service): boolean => containers.size === 0 && runs.size === 0 && last.size === 0;

/** Of one form, as all are: V8 copies what has many forms slowly. */
export const withRuns = ({ containers, last, leads }: Service, runs: Service['runs']): Service => ({ containers, runs, last, leads });

/** On a host that leads since then, or does not: only a container whose jobs run nowhere else sees the difference. */
export function led(service: Service, leads: Time | undefined): Service {
  if (service.leads === leads) return service;
  return [...service.containers.values()].some(({ container }) => container.cluster) ? { ...service, leads } : service;
}

/** bosun begins again: which containers there are is yet to be told. */
export const carriedOver = ({ runs, last }: Service): Service => ({
  containers: new Map(),
  runs: runsCarriedOver(runs),
  last,
  leads: undefined,
});

/** Tells one fact to a service. Total, and idempotent over replays: any fact, at any moment, again, is fine. */
export function reduce(service: Service, fact: ServiceFact): Service {
  switch (fact.type) {
    case 'service.listed':
      return afterListing(service, listed(service.containers, fact));
    case 'container.started':
    case 'container.died':
    case 'container.paused':
    case 'container.unpaused':
    case 'container.renamed':
    case 'container.removed': {
      const containers = told(service.containers, fact);
      return containers === service.containers ? service : { ...service, containers };
    }
    default: {
      const runs = reduceRuns(service.runs, fact);
      const ended = endedBy(fact);
      const last = ended ? copied(service.last).set(fact.job, { ...service.last.get(fact.job), ...ended }) : service.last;
      return runs === service.runs && last === service.last
        ? service
        : { containers: service.containers, runs, last, leads: service.leads };
    }
  }
}

/** What is remembered of jobs that no known container has is forgotten. */
function afterListing(service: Service, containers: Containers): Service {
  if (service.last.size === 0) return { ...service, containers };
  const jobs = new Set([...containers.values()].flatMap(({ container }) => container.jobs.map(({ id }) => id)));
  const last = [...service.last.keys()].every((job) => jobs.has(job))
    ? service.last
    : new Map([...service.last].filter(([job]) => jobs.has(job)));
  return { ...service, containers, last };
}

type Containers = Service['containers'];

function told(containers: Containers, fact: ContainerFact): Containers {
  const id = fact.type === 'container.started' ? fact.container.id : fact.id;
  const known = containers.get(id);
  if (known && fact.at <= known.heard) return containers;
  if (fact.type === 'container.started')
    // whether its end was heard or not
    return new Map(containers).set(id, { container: fact.container, condition: 'running', since: fact.at, heard: fact.at });
  if (!known) return containers;
  switch (fact.type) {
    case 'container.died':
      return turned(containers, known, known.container, 'exited', fact.at);
    case 'container.paused':
      return turned(containers, known, known.container, 'paused', fact.at);
    case 'container.unpaused':
      return turned(containers, known, known.container, 'running', fact.at);
    case 'container.renamed':
      return turned(containers, known, { ...known.container, name: fact.name }, known.condition, fact.at);
    case 'container.removed': // until a listing lacks it, so that what is told of it again is no news
      return turned(containers, known, known.container, 'exited', fact.at);
  }
}

function turned(
  containers: Containers,
  known: Known | undefined,
  container: Container,
  condition: Known['condition'],
  at: Time,
): Containers {
  const since = known?.condition === condition ? known.since : at;
  return new Map(containers).set(container.id, { container, condition, since, heard: at });
}

/** A listing is the truth of its moment: what it lacks is gone, unless something newer was heard of it. */
function listed(containers: Containers, { at, containers: found, afresh }: ServiceListed): Containers {
  const isNewer = (known: Known | undefined) => !afresh && known !== undefined && known.heard > at;
  const after = new Map([...containers].filter(([, known]) => isNewer(known)));
  for (const { condition, startedAt, ...container } of found) {
    const known = containers.get(container.id);
    if (isNewer(known)) continue;
    const since = known?.condition === condition ? Math.max(known.since, startedAt) : startedAt; // it may have been restarted unheard
    after.set(container.id, { container, condition, since, heard: at });
  }
  return after;
}
