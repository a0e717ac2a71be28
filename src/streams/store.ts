import { asyncScheduler, defer, map, observeOn, queueScheduler, type Observable } from 'rxjs';
import { admit, expire, settle } from '../derive/settle.ts';
import type { Fact, Listed, ServiceFact } from '../facts/fact.ts';
import { hearOf, unknown, type Engine } from '../state/engine.ts';
import { isNothing, nothing, reduce, type Service } from '../state/service.ts';
import { slots } from './slots.ts';

/** A fact, and all that it changed; of a request for a list, all that there is. */
export interface Heard {
  readonly fact: Fact;
  readonly changes: readonly Change[];
}

/** What one fact changed in one service. */
export interface Change {
  readonly service: string;
  readonly before: Service;
  readonly after: Service;
}

/**
 * The facts with the changes that they make, one at a time: a fact told while another is being heard waits its turn.
 * Holds the only map of services, so that a fact costs what it touches. At most `poolSize` runs are
 * under way, none starts later than it may, and none at all once we are told to end.
 */
export const store = (facts$: Observable<Fact>, poolSize: number): Observable<Heard> =>
  defer(() => {
    const services = new Map<string, Service>();
    const pool = slots(poolSize);
    let engine = unknown;

    const hear = (fact: Fact): Heard => {
      const touched = new Map<string, Change>();
      const alter = (service: string, how: (service: Service) => Service) => {
        const before = services.get(service) ?? nothing;
        const after = how(before);
        if (after === before) return;
        if (isNothing(after)) services.delete(service);
        else services.set(service, after);
        pool.note({ service, before, after });
        touched.set(service, { service, before: touched.get(service)?.before ?? before, after });
      };
      const facts = aboutServices(fact, services, engine);
      const before = engine;
      engine = hearOf(engine, fact);
      if (engine.state === 'left' && before.state !== 'left')
        [...services.keys()].forEach((service) => alter(service, (state) => settle(state, engine)));
      for (const told of facts) alter(told.service, (service) => settle(reduce(service, told), engine));
      for (let turn = pool.next(); engine.state === 'reached' && turn; turn = pool.next()) {
        const { service, run, until } = turn;
        const late = until < asyncScheduler.now(); // a host that has slept hears of it before its timers do
        alter(service, (state) => (late ? settle(expire(state, run), before) : admit(state, run)));
      }
      if (fact.type === 'jobs.requested')
        return { fact, changes: [...services].map(([service, state]) => ({ service, before: state, after: state })) };
      return { fact, changes: [...touched.values()] };
    };
    return facts$.pipe(observeOn(queueScheduler), map(hear));
  });

/** A listing is told to every service it names, and to every known one that it does not. */
function aboutServices(fact: Fact, services: ReadonlyMap<string, Service>, engine: Engine): readonly ServiceFact[] {
  switch (fact.type) {
    case 'job.exhausted':
    case 'docker.reached':
    case 'docker.lost':
    case 'signal.received':
    case 'jobs.requested':
    case 'jobs.listed':
      return [];
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
