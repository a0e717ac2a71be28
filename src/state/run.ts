import type { RunFact, RunIdentity, Time } from '../facts/fact.ts';
import type { Last } from '../facts/standing.ts';
import type { Duration } from '../facts/job.ts';
import { copied } from './copied.ts';

/** A run from the moment at which it is due until its end is told. */
export interface Run {
  readonly id: string;
  readonly job: string;
  readonly name: string;
  readonly due: Time;
  readonly delay: Duration;
  /** Until when it may start. */
  readonly until: Time;
  /** The name of the container it is meant for while it waits, and in which it runs from `starting` on. */
  readonly container: string;
  readonly stage: Stage;
  /** Which container it was meant for last that did not take it, by its name, and why. */
  readonly refused?: { readonly by: string; readonly reason: string };
}

/** `missing` and `refusing` are decided and not yet told as a fact, as `starting` is. */
export type Stage =
  | { readonly type: 'waiting'; readonly expired: boolean }
  | { readonly type: 'starting' }
  | Underway
  | { readonly type: 'missing'; readonly reason: string }
  | { readonly type: 'refusing'; readonly reason: string };

/**
 * It has begun. `ending`: it has run for too long; `stuck`: and cannot be ended; `left`: it was under way when bosun ended, and nobody watches it;
 * `asked`: the engine is asked what became of it.
 */
export interface Underway {
  readonly type: 'running' | 'ending' | 'stuck' | 'left' | 'asked';
  readonly since: Time;
  readonly exec: string;
  /** Of its job, when it began. */
  readonly timeout: Duration | undefined;
}

export type Runs = ReadonlyMap<string, Run>;

/** Whether it takes a slot of the pool. */
export const takesSlot = ({ stage }: Run): boolean => stage.type === 'starting' || ('since' in stage && stage.type !== 'stuck');

/** Whether it counts for its job's `max`. */
export const isUnderWay = (run: Run): boolean => takesSlot(run) || run.stage.type === 'stuck';

/** Whether what becomes of it is yet to be heard. */
export const isOpen = (run: Run): boolean => !isWaiting(run) && !isUnknown(run);

/** Whether it may have ended. */
export const isUnknown = ({ stage }: Run): boolean => stage.type === 'left' || stage.type === 'asked';

export const isWaiting = ({ stage }: Run): boolean => stage.type === 'waiting';

/** Tells a fact to the runs of a service. Total: what is told of an unknown run, or out of order, changes nothing. */
export function reduceRuns(runs: Runs, fact: RunFact): Runs {
  const run = runs.get(fact.run);
  switch (fact.type) {
    case 'run.due':
      return run ? runs : copied(runs).set(fact.run, due(fact));
    case 'run.expired':
      return run && isWaiting(run) ? staged(runs, run, { type: 'waiting', expired: true }) : runs;
    case 'run.started': // whatever was decided: a line of the journal that cannot be read may have told why
      return run && (!('since' in run.stage) || isUnknown(run)) ? staged(runs, run, begun(fact)) : runs;
    case 'run.found':
      return run && 'since' in run.stage && isUnknown(run) ? staged(runs, run, { ...run.stage, type: 'running' }) : runs;
    case 'run.postponed':
      return run && isUnderWay(run) ? staged(runs, refused(run, fact.reason), { type: 'waiting', expired: false }) : runs;
    case 'run.overrun':
      return run?.stage.type === 'running' ? staged(runs, run, { ...run.stage, type: 'ending' }) : runs;
    case 'run.stuck':
      return run?.stage.type === 'ending' ? staged(runs, run, { ...run.stage, type: 'stuck' }) : runs;
    case 'run.finished':
    case 'run.failed':
    case 'run.lost':
    case 'run.missed':
    case 'run.refused':
      return run ? without(runs, run) : runs;
  }
}

function without(runs: Runs, run: Run): Runs {
  const others = copied(runs);
  others.delete(run.id);
  return others;
}

/** bosun begins again: what had not begun waits on, and what was under way is left. */
export const carriedOver = (runs: Runs): Runs =>
  new Map(
    [...runs].map(([id, run]) => [
      id,
      { ...run, stage: 'since' in run.stage ? { ...run.stage, type: 'left' } : { type: 'waiting', expired: false } },
    ]),
  );

/** How a run ended, if this tells it. */
export function endedBy(fact: RunFact): Last | undefined {
  const { at } = fact;
  switch (fact.type) {
    case 'run.finished':
      return { ended: { at, type: 'finished', exitCode: fact.exitCode } };
    case 'run.failed':
      return { ended: { at, type: 'failed', reason: fact.reason } };
    case 'run.lost':
      return { ended: { at, type: 'lost', reason: fact.reason } };
    case 'run.missed':
      return { skipped: { at, type: 'missed', reason: fact.reason } };
    case 'run.refused':
      return { skipped: { at, type: 'refused', reason: fact.reason } };
    default:
      return undefined;
  }
}

const due = ({ run, job, name, due, delay, until, container }: RunFact): Run => ({
  id: run,
  job,
  name,
  due,
  delay,
  until,
  container,
  stage: { type: 'waiting', expired: false },
});

const begun = ({ at, exec, timeout }: Extract<RunFact, { type: 'run.started' }>): Underway => ({
  type: 'running',
  since: at,
  exec,
  timeout,
});

const refused = (run: Run, reason: string): Run => ({ ...run, refused: { by: run.container, reason } });

/** What every fact about a run says of it. */
export const identityOf = ({ id, job, name, due, delay, until, container }: Run, service: string, at: Time): RunIdentity => ({
  at,
  service,
  run: id,
  job,
  name,
  due,
  delay,
  until,
  container,
});

/** The runs with one of them at another stage. */
export const staged = (runs: Runs, run: Run, stage: Stage): Runs => copied(runs).set(run.id, { ...run, stage });
