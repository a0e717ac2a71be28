import type { Container } from '../facts/fact.ts';
import type { Standing } from '../facts/standing.ts';
import type { Run, Stage, Underway } from '../state/run.ts';
import type { Service } from '../state/service.ts';
import type { Counted } from './counted.ts';
import { registrations, type Registration, type Registrations } from './registrations.ts';

/** What the schedule, the runs and the log are told to do. Imperative, where facts are past tense. */
export type Command = RegistrationCommand | OtherCommand;

/** A command, but for how the job that it enters is counted, which does not follow from the state of its service. */
export type Decided = Exclude<RegistrationCommand, { counted: Counted }> | Omit<Entering, 'counted'> | OtherCommand;

type OtherCommand =
  | RunCommand
  | { readonly type: 'report'; readonly container: Container }
  /** Tell how these jobs, which are all, stand. */
  | { readonly type: 'list'; readonly jobs: readonly Omit<Standing, 'next'>[] }
  /** Begin nothing any more. */
  | { readonly type: 'leave' };

export type RegistrationCommand =
  | Entering
  | { readonly type: 'move'; readonly registration: Registration; readonly from: string }
  | { readonly type: 'rename'; readonly registration: Registration }
  | { readonly type: 'pause' | 'resume'; readonly registrations: readonly Registration[] }
  | { readonly type: 'unregister'; readonly registration: Registration };

interface Entering {
  readonly type: 'register' | 'redefine';
  readonly registration: Registration;
  readonly counted: Counted;
}

/**
 * `follow` is of a run that was under way when bosun began: what became of it is to be found out. `wait` says that it is to be watched until
 * when a run may still start, `end` that one has run for too long: the others end in a fact of the same name.
 */
export type RunCommand =
  | { readonly type: 'start'; readonly run: Run; readonly registration: Registration }
  | { readonly type: 'follow'; readonly run: Run; readonly service: string; readonly stage: Underway }
  | { readonly type: 'wait'; readonly run: Run; readonly service: string }
  | { readonly type: 'end'; readonly run: Run; readonly service: string; readonly exec: string }
  | { readonly type: 'miss' | 'refuse'; readonly run: Run; readonly service: string; readonly reason: string };

/** The commands that turn what followed from one state of a service into what follows from the other; none when they agree. */
export function difference(key: string, before: Service, after: Service): readonly Decided[] {
  const is = registrations(after);
  const steps = running(key, before, after, is);
  return before.containers === after.containers && before.leads === after.leads
    ? steps
    : [...reports(before, after), ...registering(registrations(before), is), ...steps];
}

/** Problems are reported when their container is first known with them. */
function reports(before: Service, after: Service): readonly Decided[] {
  const fresh = [...after.containers.values()].filter(({ container: { id, problems } }) => {
    const reported = before.containers.get(id)?.container.problems;
    return problems.length > 0 && reported !== problems && JSON.stringify(reported) !== JSON.stringify(problems);
  });
  return fresh.map(({ container }) => ({ type: 'report', container }));
}

function registering(before: Registrations, after: Registrations): readonly Decided[] {
  const [all, kept] = [[...after.values()], [...after.values()].filter(({ job }) => before.has(job.id))];
  const turned = (paused: boolean) => kept.filter((is) => is.paused === paused && before.get(is.job.id)?.paused === !paused);
  const [paused, resumed] = [turned(true), turned(false)];
  return [
    ...[...before.values()].filter(({ job }) => !after.has(job.id)).map((registration): Decided => ({ type: 'unregister', registration })),
    ...all.flatMap((registration) => steps(before.get(registration.job.id), registration)),
    ...(paused.length > 0 ? [{ type: 'pause', registrations: paused } as const] : []),
    ...(resumed.length > 0 ? [{ type: 'resume', registrations: resumed } as const] : []),
  ];
}

function steps(was: Registration | undefined, registration: Registration): readonly Decided[] {
  if (!was) return [{ type: 'register', registration }];
  const moved = was.container.id !== registration.container.id;
  const redefined = was.job !== registration.job && JSON.stringify(was.job) !== JSON.stringify(registration.job);
  return [
    ...(moved ? [{ type: 'move', registration, from: was.container.name } as const] : []),
    ...(!moved && was.container.name !== registration.container.name ? [{ type: 'rename', registration } as const] : []),
    ...(redefined ? [{ type: 'redefine', registration } as const] : []),
  ];
}

function running(service: string, before: Service, after: Service, registered: Registrations): readonly Decided[] {
  if (before.runs === after.runs) return [];
  const steps: Decided[] = [];
  for (const run of after.runs.values()) {
    const { stage } = run;
    const was = before.runs.get(run.id)?.stage;
    if (was === stage || (was?.type === stage.type && stage.type !== 'starting')) continue; // one that was given back may start at once, again
    const step = stepTo(stage, run, service, registered);
    if (step) steps.push(step);
  }
  return steps;
}

function stepTo(stage: Stage, run: Run, service: string, registered: Registrations): Decided | undefined {
  switch (stage.type) {
    case 'starting': {
      const registration = registered.get(run.job);
      return registration && { type: 'start', run, registration };
    }
    case 'asked':
      return { type: 'follow', run, service, stage };
    case 'waiting':
      return { type: 'wait', run, service };
    case 'ending':
      return { type: 'end', run, service, exec: stage.exec };
    case 'missing':
      return { type: 'miss', run, service, reason: stage.reason };
    case 'refusing':
      return { type: 'refuse', run, service, reason: stage.reason };
    case 'running':
    case 'stuck':
    case 'left':
      return undefined;
  }
}
