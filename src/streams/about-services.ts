import type { Container, Fact, Listed, ServiceFact } from '../facts/fact.ts';
import type { Engine } from '../state/engine.ts';
import { isNews, type Lead } from '../state/lead.ts';
import type { Known, Service } from '../state/service.ts';

type Services = ReadonlyMap<string, Service>;

/** What a fact says of single services: a listing is told to every service it names, and to every known one that it does not. */
export function aboutServices(fact: Fact, services: Services, engine: Engine): readonly ServiceFact[] {
  switch (fact.type) {
    case 'bosun.started':
    case 'job.exhausted':
    case 'docker.reached':
    case 'docker.lost':
    case 'signal.received':
    case 'jobs.requested':
    case 'jobs.listed':
    case 'journal.failed':
    case 'journal.resumed':
    case 'targets.reported':
    case 'targets.unchanged':
    case 'targets.unreachable':
    case 'leadership.changed':
      return [];
    case 'docker.unchanged':
      return [...services].map(([service, { containers }]) => ({
        type: 'service.listed',
        at: fact.at,
        service,
        containers: [...containers.values()].map(asListed),
        afresh: false,
      }));
    case 'docker.listed': {
      const groups = new Map<string, Listed[]>([...services.keys()].map((service) => [service, []]));
      for (const container of fact.containers) {
        const group = groups.get(container.service);
        if (group) group.push(container);
        else groups.set(container.service, [container]);
      }
      const afresh = fact.at < engine.listed;
      return [...groups].map(([service, containers]) => ({ type: 'service.listed', at: fact.at, service, containers, afresh }));
    }
    case 'container.started': // a listing has told what came of it
      return fact.at < engine.listed ? [] : [fact];
    default:
      return [fact];
  }
}

/** A listing that is told again, of just the containers that are known, is told as that, as is an answer of AWS that says the same again: most are, and they are long. */
export function abridged(fact: Fact, services: Services, engine: Engine, lead: Lead): Fact {
  if (fact.type === 'targets.reported') return isNews(lead, fact) ? fact : { type: 'targets.unchanged', at: fact.at };
  if (fact.type !== 'docker.listed' || !fact.again || engine.state !== 'reached' || fact.at < engine.listed) return fact;
  const all = [...services.values()].reduce((sum, { containers }) => sum + containers.size, 0);
  const isKnown = (listed: Listed): boolean => {
    const known = services.get(listed.service)?.containers.get(listed.id);
    if (known?.condition !== listed.condition) return false;
    return known.heard <= fact.at && listed.startedAt <= known.since && isSame(listed, known.container);
  };
  return all === fact.containers.length && fact.containers.every(isKnown) ? { type: 'docker.unchanged', at: fact.at } : fact;
}

const isSame = (one: Container, other: Container): boolean =>
  one.name === other.name && JSON.stringify([one.jobs, one.problems]) === JSON.stringify([other.jobs, other.problems]);

/** Of those that are known only live ones are: else nothing is unchanged. */
const asListed = ({ container, condition, since }: Known): Listed => ({
  ...container,
  condition: condition === 'paused' ? 'paused' : 'running',
  startedAt: since,
});
