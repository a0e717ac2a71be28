import type { Fact, Time } from '../facts/fact.ts';

/** What is known of the engine: whether we know what it has, and its time when it told us last, which is below 0 until it does. `left`: we are told to end, and begin nothing any more. */
export interface Engine {
  readonly state: 'lost' | 'reached' | 'left';
  readonly listed: Time;
  /** Since when we are there, and whether the next start will know what waits. */
  readonly begun: Time;
  readonly journal: boolean;
}

export const unknown: Engine = { state: 'lost', listed: -1, begun: 0, journal: false };

export function hearOf(engine: Engine, fact: Fact): Engine {
  if (fact.type === 'bosun.started') return { ...unknown, begun: fact.at, journal: fact.journal };
  if (fact.type === 'signal.received') return { ...engine, state: 'left' };
  if (engine.state === 'left') return engine;
  if (fact.type === 'docker.listed' || fact.type === 'docker.unchanged') return { ...engine, state: 'reached', listed: fact.at };
  return fact.type === 'docker.lost' ? { ...engine, state: 'lost' } : engine;
}
