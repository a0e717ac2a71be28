import { ready } from '../derive/settle.ts';
import { isUnderWay } from '../state/run.ts';
import type { Change } from './store.ts';

/** The pool's slots, and the runs that lack nothing but one: an index over the store, so that giving one costs no search. */
export interface Slots {
  /** Takes note of a change of one service. */
  readonly note: (change: Change) => void;
  /** The run whose turn it is, first due first, while a slot is free. */
  readonly next: () => Turn | undefined;
}

export interface Turn {
  readonly service: string;
  readonly run: string;
}

export function slots(size: number): Slots {
  const queue = new Map<string, Turn>();
  let taken = 0;
  const holding = ({ runs }: Change['after']) => [...runs.values()].filter(isUnderWay).length;
  return {
    note: ({ service, before, after }) => {
      if (before.runs.size === 0 && after.runs.size === 0) return;
      taken += holding(after) - holding(before);
      const turns = new Map(ready(after).map(({ id }) => [id, { service, run: id }]));
      for (const id of before.runs.keys()) if (!turns.has(id)) queue.delete(id);
      for (const [id, turn] of turns) if (!queue.has(id)) queue.set(id, turn);
    },
    next: () => (taken < size ? queue.values().next().value : undefined),
  };
}
