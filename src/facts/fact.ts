import type { Duration, Job, Problem, Trigger } from './job.ts';
import type { ClusterFact, TargetsFact } from './targets.ts';
import type { ListFact } from './standing.ts';

/** Something that happened outside. Past tense, complete in itself, never changed once told. */
export type Fact = BosunFact | ServiceFact | DockerFact | JobFact | SignalFact | ListFact | JournalFact | TargetsFact | ClusterFact;

/** We begin: of what was known before only how jobs are counted, and the runs that had not ended, counts still. */
export interface BosunFact {
  readonly type: 'bosun.started';
  readonly at: Time;
  readonly version: string;
  /** How many runs may be under way at the same time. */
  readonly poolSize: number;
  /** Whether there is a journal, by which the next start knows what was due and has not run. */
  readonly journal: boolean;
}

/** A fact about one service. It names the service, so that nobody has to search for whom it concerns. */
export type ServiceFact = ContainerFact | ServiceListed | RunFact;

/** The engine's container events, one fact each: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents */
export type ContainerFact =
  | { readonly type: 'container.started'; readonly at: Time; readonly service: string; readonly container: Container }
  | { readonly type: 'container.died'; readonly at: Time; readonly service: string; readonly id: string }
  | { readonly type: 'container.paused'; readonly at: Time; readonly service: string; readonly id: string }
  | { readonly type: 'container.unpaused'; readonly at: Time; readonly service: string; readonly id: string }
  | { readonly type: 'container.renamed'; readonly at: Time; readonly service: string; readonly id: string; readonly name: string }
  | { readonly type: 'container.removed'; readonly at: Time; readonly service: string; readonly id: string };

/** What the store makes of `docker.listed` for each service that the listing touches. */
export interface ServiceListed {
  readonly type: 'service.listed';
  readonly at: Time;
  readonly service: string;
  readonly containers: readonly Listed[];
  /** The engine's clock was set back: what was heard until now is older, whatever its time says. */
  readonly afresh: boolean;
}

/** What happened to a run, told by our own streams: `at` is our own clock. */
export type RunFact =
  | (RunIdentity & { readonly type: 'run.due' })
  /** Its grace is over. Says nothing of a run that has started. */
  | (RunIdentity & { readonly type: 'run.expired' })
  | (RunIdentity & { readonly type: 'run.started'; readonly exec: string; readonly timeout?: Duration })
  /** It was under way when we began. */
  | (RunIdentity & { readonly type: 'run.found'; readonly since: Time })
  /** `away`: it had ended before we began; `at` is when that was found. */
  | (RunIdentity & { readonly type: 'run.finished'; readonly exitCode: number; readonly output: string; readonly away?: true })
  /** Its container, in the engine's words, could not take it just now: what happened to it is yet to be heard. */
  | (RunIdentity & { readonly type: 'run.postponed'; readonly reason: string })
  | (RunIdentity & { readonly type: 'run.failed'; readonly reason: string })
  /** It has taken longer than its job's `timeout`, and is to be ended. */
  | (RunIdentity & { readonly type: 'run.overrun'; readonly timeout: Duration })
  /** It cannot be ended: how it ends is told when it does. */
  | (RunIdentity & { readonly type: 'run.stuck'; readonly reason: string })
  /** Its end is not known: the engine has forgotten it, or lost the connection to it. */
  | (RunIdentity & { readonly type: 'run.lost'; readonly reason: string; readonly output: string })
  /** `through`: it stands for all due times of the job up to then. */
  | (RunIdentity & { readonly type: 'run.missed'; readonly reason: string; readonly through?: Time })
  | (RunIdentity & { readonly type: 'run.refused'; readonly reason: string });

/** What our own schedule tells of a job: no due time is left. */
export interface JobFact {
  readonly type: 'job.exhausted';
  readonly at: Time;
  readonly service: string;
  readonly job: string;
  readonly name: string;
  readonly container: string;
  readonly trigger: Trigger;
}

/** We are told to end. */
export interface SignalFact {
  readonly type: 'signal.received';
  readonly at: Time;
  /** `SIGTERM`. */
  readonly signal: string;
}

/** Which run it is, in words too: its job may be gone when it ends. */
export interface RunIdentity {
  readonly at: Time;
  readonly service: string;
  readonly run: string;
  readonly job: string;
  readonly name: string;
  readonly due: Time;
  /** By how much its jitter puts it off. */
  readonly delay: Duration;
  /** Until when it may start. */
  readonly until: Time;
  /** The name of the container that held the job when the fact was told. */
  readonly container: string;
}

export type DockerFact =
  /** The engine has answered all that is asked of it at first. */
  | { readonly type: 'docker.reached'; readonly at: Time }
  /** `again`: nothing was lost before; it is looked at again in case the engine has dropped an event. */
  | { readonly type: 'docker.listed'; readonly at: Time; readonly containers: readonly Listed[]; readonly again: boolean }
  /** What the store makes of a `docker.listed` that is told again, and lists just what is known. */
  | { readonly type: 'docker.unchanged'; readonly at: Time }
  | { readonly type: 'docker.lost'; readonly at: Time; readonly reason: string };

/** What becomes of the facts themselves: they are kept no longer, or again. */
export type JournalFact =
  { readonly type: 'journal.failed'; readonly at: Time; readonly reason: string } | { readonly type: 'journal.resumed'; readonly at: Time };

/** Milliseconds since the epoch, with a fraction where the source has one. Orders the facts of one source only. */
export type Time = number;

/** A container whose labels speak of jobs: all that we need to know of it. */
export interface Container {
  readonly id: string;
  readonly name: string;
  /** What it is counted under: the identity of its service, or its own id. */
  readonly service: string;
  readonly jobs: readonly Job[];
  readonly problems: readonly Problem[];
  /** Its jobs run only on the host that leads. */
  readonly cluster?: true;
}

/** A container as a listing finds it. */
export interface Listed extends Container {
  readonly condition: 'running' | 'paused';
  readonly startedAt: Time;
}
