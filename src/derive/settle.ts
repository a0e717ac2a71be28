import { count } from '../state/count.ts';
import type { Engine } from '../state/engine.ts';
import { isUnderWay, isUnknown, isWaiting, staged, type Run, type Runs, type Stage } from '../state/run.ts';
import { withRuns, type Service } from '../state/service.ts';
import { registrations, type Registration, type Registrations } from './registrations.ts';

/** Decides which of the runs that wait will not start any more: those keep their place until the fact of it is told. What became of those that were left is asked once the engine is reached. */
export function settle(service: Service, engine: Engine): Service {
  if (isSettled(service.runs)) return service;
  const registered = registrations(service);
  const runs = [...service.runs.values()].reduce((settled, run) => {
    if (run.stage.type === 'left' && engine.state === 'reached') return staged(settled, run, { ...run.stage, type: 'asked' });
    const verdict = isWaiting(run) ? verdictOn(run, settled, registered, engine) : undefined;
    const container = registered.get(run.job)?.container.name ?? run.container;
    return verdict ? staged(settled, { ...run, container }, verdict) : settled;
  }, service.runs);
  return runs === service.runs ? service : withRuns(service, runs);
}

function isSettled(runs: Runs): boolean {
  for (const run of runs.values()) if (isWaiting(run) || run.stage.type === 'left') return false;
  return true;
}

function verdictOn(run: Run, runs: Runs, registered: Registrations, engine: Engine): Stage | undefined {
  const isExpired = run.stage.type === 'waiting' && run.stage.expired;
  const siblings = [...runs.values()].filter(({ job }) => job === run.job);
  const isDueAgain = siblings.some((other) => isWaiting(other) && other.due > run.due);
  if (engine.state === 'left')
    return engine.journal && !isExpired && !isDueAgain ? undefined : { type: 'missing', reason: 'bosun was told to end' };
  const registration = registered.get(run.job); // none while its only container restarts
  const unsure = siblings.some(isUnknown) && registration !== undefined && siblings.filter(isUnderWay).length >= registration.job.max;
  const holdup = { registration, engine, unsure };
  if (isDueAgain) return { type: 'missing', reason: whyNot(run, holdup, AGAIN) };
  const underWay = siblings.filter((other) => isUnderWay(other) && !isUnknown(other));
  if (registration && underWay.length >= registration.job.max)
    return { type: 'refusing', reason: stillRunning(underWay, registration.job.max) };
  if (!isExpired) return undefined;
  return { type: 'missing', reason: whyNot(run, holdup, 'in time') };
}

interface Holdup {
  readonly registration: Registration | undefined;
  readonly engine: Engine;
  /** Whether runs of its job that may have ended keep it from starting. */
  readonly unsure: boolean;
}

function whyNot({ refused, due, until: last }: Run, { registration, engine, unsure }: Holdup, until: string): string {
  const hasJustBegun = engine.listed < 0; // and which jobs there are is yet to be heard
  if (last < engine.begun || hasJustBegun || (until === AGAIN && due < engine.begun)) return 'bosun was not running';
  if (!registration) return 'the job was removed before it could start';
  if (engine.state === 'lost') return `the engine could not be reached ${until}`;
  if (registration.cluster && registration.cluster.since === undefined) return 'this host did not lead meanwhile';
  if (registration.paused) return 'its container was paused meanwhile';
  if (unsure) return `whether an earlier run of it had ended was not known ${until}`;
  if (refused) return `its container could not take it ${until}: ${refused.reason}`;
  return `no slot was free ${until} (JOB_POOL_SIZE)`;
}

const AGAIN = 'until it was due again';

const stillRunning = (runs: readonly Run[], max: number): string =>
  `max is ${max}, and it still runs in ${[...new Set(runs.map(({ container }) => container))].join(', ')}`;

/** The runs that lack nothing but a slot, in the order in which they became due. */
export function ready(service: Service): readonly Run[] {
  if (count(service.runs, isWaiting) === 0) return [];
  const registered = registrations(service);
  const underWay = (id: string) => count(service.runs, (run) => run.job === id && isUnderWay(run));
  return [...service.runs.values()].filter(isWaiting).filter(({ job }) => {
    const registration = registered.get(job);
    return registration?.paused === false && underWay(job) < registration.job.max; // of some it is not known yet whether they are
  });
}

/** Takes away what grace a run that waits had left. */
export function expire(service: Service, id: string): Service {
  const run = service.runs.get(id);
  return run && isWaiting(run) ? withRuns(service, staged(service.runs, run, { type: 'waiting', expired: true })) : service;
}

/** Keeps a run that waits from starting, for this reason. */
export function miss(service: Service, id: string, reason: string): Service {
  const run = service.runs.get(id);
  return run && isWaiting(run) ? withRuns(service, staged(service.runs, run, { type: 'missing', reason })) : service;
}

/** A service whose host leads again: what has waited since an earlier lead is another host's by now, or nobody's. */
export function forgone(service: Service): Service {
  const registered = registrations(service);
  const waits = [...service.runs.values()].filter((run) => isWaiting(run) && registered.get(run.job)?.cluster);
  return waits.reduce((left, { id }) => miss(left, id, 'this host did not lead meanwhile'), service);
}

/** Gives a slot to a run that is ready: it starts in the container that holds its job now. */
export function admit(service: Service, id: string): Service {
  const run = service.runs.get(id);
  const registration = run && registrations(service).get(run.job);
  if (!run || !registration) return service;
  return withRuns(service, staged(service.runs, { ...run, container: registration.container.name }, { type: 'starting' }));
}
