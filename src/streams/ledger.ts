import { difference, type Command, type Decided } from '../derive/commands.ts';
import { registrations } from '../derive/registrations.ts';
import { admit, expire, forgone, miss, settle } from '../derive/settle.ts';
import { standings } from '../derive/standings.ts';
import type { Fact, Time } from '../facts/fact.ts';
import { hearOf } from '../state/engine.ts';
import { hearOfLead, isFresh, type Lead } from '../state/lead.ts';
import { carriedOver, isNothing, led, nothing, reduce, type Service } from '../state/service.ts';
import { aboutServices, abridged } from './about-services.ts';
import { almanac } from './almanac.ts';
import { slots } from './slots.ts';
import { packed, unpacked, type Snapshot } from './snapshot.ts';

/** All that is known, and what follows from it: the only holder of the map of services, so that a fact costs what it touches. */
export interface Ledger {
  /** Takes a fact at this moment of our own clock. What follows does so from the facts and these moments alone. */
  readonly hear: (fact: Fact, now: Time) => Heard;
  /** A fact as it is to be heard, and kept: with no more words than it takes. */
  readonly abridged: (fact: Fact) => Fact;
  readonly snapshot: () => Snapshot;
}

/** A fact, when it was heard, all that it changed, and what is to be done. */
export interface Heard {
  readonly fact: Fact;
  readonly at: Time;
  readonly changes: readonly Change[];
  readonly commands: readonly Command[];
}

/** What one fact changed in one service. */
export interface Change {
  readonly service: string;
  readonly before: Service;
  readonly after: Service;
}

/** At most `poolSize` runs are under way, none starts later than it may, and none at all once we are told to end. */
export function ledger(poolSize: number, from?: Snapshot): Ledger {
  const known = unpacked(from);
  const { services } = known;
  const counting = almanac(from?.counted);
  let { engine, lead } = known;
  let size = from?.poolSize ?? poolSize;
  let pool = slots(size, from?.queue);
  let last = from?.at ?? 0;
  services.forEach((after, service) => pool.note({ service, before: nothing, after }));

  /** The services as they are carried over: all that follows from them is new to whoever obeys. */
  const begin = (now: Time): Change[] => {
    pool = slots(size);
    counting.begin(now, last);
    return [...services].flatMap(([service, state]) => {
      const change = { service, before: nothing, after: settle(carriedOver(state), engine) };
      set(change);
      return isNothing(change.after) ? [] : [change];
    });
  };
  const set = (change: Change) => {
    if (isNothing(change.after)) services.delete(change.service);
    else services.set(change.service, change.after);
    pool.note(change);
  };
  const changed = (fact: Fact, now: Time): readonly Change[] => {
    const touched = new Map<string, Change>();
    const alter = (service: string, how: (service: Service) => Service) => {
      const before = services.get(service) ?? nothing;
      const after = how(before);
      if (after === before) return false;
      const change = { service, before, after };
      set(change);
      const earlier = touched.get(service);
      touched.set(service, earlier ? { service, before: earlier.before, after } : change);
      return true;
    };
    const facts = aboutServices(fact, services, engine);
    const before = engine;
    engine = hearOf(engine, fact);
    const { since } = lead;
    lead = hearOfLead(lead, fact, now);
    if (fact.type === 'bosun.started') {
      size = fact.poolSize;
      return begin(now);
    }
    if (engine.state === 'left' && before.state !== 'left')
      [...services.keys()].forEach((service) => alter(service, (state) => settle(state, engine)));
    if (lead.since !== since)
      [...services.keys()].forEach((service) =>
        alter(service, (state) => settle(led(lead.since === undefined ? state : forgone(state), lead.since), engine)),
      );
    for (const told of facts) alter(told.service, (service) => settle(led(reduce(service, told), lead.since), engine));
    for (let turn = pool.next(); engine.state === 'reached' && turn; turn = pool.next()) {
      const { service, run, until } = turn;
      const late = until < now || isDueAgain(service, run, now); // a host that has slept hears of it before its timers do
      const isTaken = alter(service, (state) => {
        if (late) return settle(expire(state, run), before);
        return isLed(state, run, now) ? admit(state, run) : settle(miss(state, run, untold(lead, now)), engine);
      });
      if (!isTaken) break; // the queue of a snapshot that was damaged
    }
    return [...touched.values()];
  };
  /** Whether a run waits since before we began, whose job has been due again since then. */
  const isDueAgain = (service: string, id: string, now: Time): boolean => {
    const state = services.get(service) ?? nothing;
    const run = state.runs.get(id);
    if (!run || run.due >= engine.begun) return false;
    const registration = registrations(state).get(run.job);
    return registration !== undefined && counting.isDueAgain(registration, run.due, now);
  };
  /** Whether a run, where only the host that leads may begin it, may do so by an answer that holds: whoever looks after that may be late. */
  const isLed = (state: Service, id: string, now: Time): boolean => {
    const job = state.runs.get(id)?.job;
    return job === undefined || registrations(state).get(job)?.cluster === undefined || isFresh(lead, now);
  };
  const decided = (fact: Fact, changes: readonly Change[]): readonly Decided[] => {
    const steps: Decided[] = [];
    for (const { service, before, after } of changes) for (const step of difference(service, before, after)) steps.push(step);
    if (fact.type === 'signal.received' && !engine.journal) steps.push({ type: 'leave' }); // else the next start takes what is in its jitter
    if (fact.type === 'jobs.requested') steps.push({ type: 'list', jobs: [...services.values()].flatMap(standings) });
    return steps;
  };
  return {
    hear: (fact, now) => {
      if ('run' in fact) counting.hear(fact);
      const changes = changed(fact, now);
      last = now;
      return { fact, at: now, changes, commands: decided(fact, changes).map((command) => counting.obey(command, now, lead)) };
    },
    abridged: (fact) => abridged(fact, services, engine, lead),
    snapshot: () => ({ ...packed({ services, engine, lead }), at: last, poolSize: size, queue: pool.queue(), counted: counting.entries() }),
  };
}

const untold = (lead: Lead, now: Time): string =>
  lead.at < 0 || lead.at > now
    ? `whether this host leads was not known, ${lead.at < 0 ? 'no answer of AWS was told' : 'the clock was set back since AWS has answered'}`
    : `whether this host leads was not known, the newest answer of AWS was ${(now - lead.at) / 1_000} s old (CLUSTER_HOLD)`;
