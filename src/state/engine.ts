import type { Fact, Time } from '../facts/fact.ts';

/** What is known of the engine: whether we know what it has, and its time when it told us last. `left`: we are told to end, and begin nothing any more. */
export interface Engine {
  readonly state: 'lost' | 'reached' | 'left';
  readonly listed: Time;
}

export const unknown: Engine = { state: 'lost', listed: -Infinity };

export function hearOf(engine: Engine, fact: Fact): Engine {
  if (fact.type === 'signal.received') return { ...engine, state: 'left' };
  if (engine.state === 'left') return engine;
  if (fact.type === 'docker.listed') return { state: 'reached', listed: fact.at };
  return fact.type === 'docker.lost' ? { ...engine, state: 'lost' } : engine;
}
