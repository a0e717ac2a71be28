import type { Fact } from '../facts/fact.ts';

/** Whether we know what the engine has: `lost` until it has been listed. */
export type Engine = 'reached' | 'lost';

export function hearOf(engine: Engine, fact: Fact): Engine {
  if (fact.type === 'docker.listed') return 'reached';
  return fact.type === 'docker.lost' ? 'lost' : engine;
}
