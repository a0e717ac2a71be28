import { ready } from '../derive/settle.ts';
import type { Time } from '../facts/fact.ts';
import { isWaiting, takesSlot } from '../state/run.ts';
import type { Change } from './ledger.ts';

/** The pool's slots, and the jobs whose run lacks nothing but one: an index over the store, so that giving one costs no search. */
export interface Slots {
  /** Takes note of a change of one service. */
  readonly note: (change: Change) => void;
  /** The run of the job that has waited longest, while a slot is free. */
  readonly next: () => Turn | undefined;
  /** The runs that lack nothing but a slot, in the order in which they get one. */
  readonly queue: () => readonly Turn[];
}

export interface Turn {
  readonly service: string;
  readonly job: string;
  readonly run: string;
  /** Until when it may start. */
  readonly until: Time;
}

/** `from`: a queue that is gone on with. */
export function slots(size: number, from: readonly Turn[] = []): Slots {
  const keyOf = (service: string, job: string) => `${service}\n${job}`; // two services may have a job of the same id
  const queue = new Map(from.map((turn) => [keyOf(turn.service, turn.job), turn])); // a job whose run gives way to its next one keeps its place
  let taken = 0;
  return {
    note: ({ service, before, after }) => {
      if (before.runs.size === 0 && after.runs.size === 0) return;
      let waits = false;
      for (const run of before.runs.values()) {
        if (takesSlot(run)) taken--;
        else waits ||= isWaiting(run);
      }
      for (const run of after.runs.values()) {
        if (takesSlot(run)) taken++;
        else waits ||= isWaiting(run);
      }
      if (!waits) return;
      const runs = ready(after);
      const jobs = new Set(runs.map(({ job }) => job));
      for (const run of before.runs.values()) if (isWaiting(run) && !jobs.has(run.job)) queue.delete(keyOf(service, run.job));
      for (const { id, job, until } of runs) queue.set(keyOf(service, job), { service, job, run: id, until });
    },
    next: () => (taken < size ? queue.values().next().value : undefined),
    queue: () => [...queue.values()],
  };
}
