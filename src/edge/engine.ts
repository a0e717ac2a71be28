import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { map, type Observable } from 'rxjs';
import type { Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';
import type { Labels } from '../labels/container.ts';
import { isStep } from './build-step.ts';
import { call as answer } from './call.ts';
import { timestamp } from './timestamp.ts';

/** The calls of the engine that we make, each with no more than we need of its answer. */
export interface Engine {
  /** The engine's own time. */
  readonly now: () => Observable<Time>;
  /** By which one engine is known, however it is reached; Podman has none. */
  readonly identity: () => Observable<string | undefined>;
  /** The ids of the containers with this label, running or not: `KEY=VALUE`. */
  readonly labelled: (label: string) => Observable<readonly string[]>;
  readonly life: (container: string) => Observable<Life>;
  /** Running and paused containers. */
  readonly list: () => Observable<readonly Found[]>;
  readonly startedAt: (container: string) => Observable<Time>;
  readonly isPaused: (container: string) => Observable<boolean>;
  /** The id of a container's image. */
  readonly imageOf: (container: string) => Observable<string>;
  readonly labelsOf: (image: string) => Observable<Labels>;
  /** Whether it is an intermediate container of the classic builder, which lives for one step of a build. */
  readonly isBuild: (container: string) => Observable<boolean>;
  /** One JSON object a line, from `since` on, until `until` or for good. */
  readonly events: (since: Time, until?: Time) => Observable<Readable>;
  readonly createExec: (container: string, what: Dockerode.ExecCreateOptions) => Observable<string>;
  /** The multiplexed output. */
  readonly startExec: (exec: string) => Observable<Readable>;
  readonly inspectExec: (exec: string) => Observable<Inspected>;
}

/** When a container has begun to do what. */
export interface Life {
  readonly id: string;
  readonly name: string;
  readonly isRunning: boolean;
  readonly startedAt: Time;
  readonly program: readonly string[];
  /** `NAME=VALUE`. */
  readonly environment: readonly string[];
}

export interface Inspected {
  readonly running: boolean;
  readonly exitCode: number | null;
  readonly container: string;
  /** Of the host. */
  readonly pid: number;
  /** As the exec was given it; empty or missing is the container's own. */
  readonly user: string | undefined;
}

export interface Found {
  readonly id: string;
  readonly name: string;
  /** By the name that it was created with, by its id where that name is another's by now. */
  readonly image: string;
  readonly labels: Labels;
  readonly condition: 'running' | 'paused';
  readonly created: Time;
}

/** `patience`: how long an answer is waited for, which bounds neither a run nor the stream of events. */
export function engine(docker: Dockerode & Undeclared, patience: Duration): Engine {
  const call = <T>(ask: (signal: AbortSignal) => Promise<T>) => answer(patience, ask);
  return {
    now: () => call((abortSignal) => docker.info({ abortSignal })).pipe(map(({ SystemTime }) => timestamp(SystemTime))),
    identity: () => call((abortSignal) => docker.info({ abortSignal })).pipe(map(({ ID }) => ID)),
    labelled: (label) =>
      call((abortSignal) => docker.listContainers({ abortSignal, all: true, filters: { label: [label] } })).pipe(
        map((containers) => containers.map(({ Id }) => Id)),
      ),
    life: (container) =>
      call((abortSignal) => docker.getContainer(container).inspect({ abortSignal })).pipe(
        map(({ Id, Name, State, Path, Args, Config }) => ({
          id: Id,
          name: Name.replace(/^\//, ''),
          isRunning: State.Running && !State.Restarting, // between two lives its start is that of the last one
          startedAt: timestamp(State.StartedAt),
          program: [Path, ...Args],
          environment: (Config.Env as readonly string[] | null) ?? [],
        })),
      ),
    list: () =>
      call((abortSignal) => docker.listContainers({ abortSignal })).pipe(
        map((containers) => containers.flatMap((container) => found(container))),
      ),
    startedAt: (container) =>
      call((abortSignal) => docker.getContainer(container).inspect({ abortSignal })).pipe(map(({ State }) => timestamp(State.StartedAt))),
    isPaused: (container) =>
      call((abortSignal) => docker.getContainer(container).inspect({ abortSignal })).pipe(map(({ State }) => State.Paused)),
    imageOf: (container) => call((abortSignal) => docker.getContainer(container).inspect({ abortSignal })).pipe(map(({ Image }) => Image)),
    labelsOf: (image) =>
      call((abortSignal) => (docker.getImage(image) as unknown as InspectableImage).inspect({ abortSignal })).pipe(
        map(({ Config }) => Config?.Labels ?? {}),
      ),
    isBuild: (container) =>
      call((abortSignal) => docker.getContainer(container).inspect({ abortSignal })).pipe(map(({ Config }) => isStep(Config))),
    events: (since, until) =>
      call((abortSignal) =>
        docker.getEvents({
          abortSignal,
          since: seconds(since),
          filters: EVENTS,
          ...(until === undefined ? {} : { until: seconds(until) }),
        }),
      ),
    createExec: (container, what) =>
      call((abortSignal) => docker.getContainer(container).exec({ ...what, abortSignal })).pipe(map(({ id }) => id)),
    startExec: (exec) => call((abortSignal) => docker.getExec(exec).start({ abortSignal, Detach: false, Tty: false })),
    inspectExec: (exec) =>
      call((abortSignal) => docker.getExec(exec).inspect({ abortSignal })).pipe(
        map(({ Running, ExitCode, ContainerID, Pid, ProcessConfig }) => ({
          running: Running,
          exitCode: ExitCode,
          container: ContainerID,
          pid: Pid,
          user: (ProcessConfig as { user?: string }).user,
        })),
      ),
  };
}

/** What dockerode's declarations lack. */
export interface Undeclared {
  info(options: { abortSignal: AbortSignal }): Promise<{ SystemTime: string; ID?: string }>;
  getEvents(options: { abortSignal: AbortSignal; since: string; until?: string; filters: typeof EVENTS }): Promise<Readable>;
}

interface InspectableImage {
  inspect(options: { abortSignal: AbortSignal }): Promise<{ Config?: { Labels?: Labels | null } | null }>;
}

/** Podman says `died` where Docker says `die`. */
const EVENTS = { type: ['container'], event: ['start', 'die', 'died', 'pause', 'unpause', 'rename', 'destroy'] };

const seconds = (time: Time): string => (time / 1000).toFixed(6);

/** What we read of a listed container; old images leave its labels out. */
type Listed = Pick<Dockerode.ContainerInfo, 'Id' | 'Names' | 'Image' | 'State' | 'Created'> & { readonly Labels: Labels | null };

function found({ Id, Names, Image, Labels, State, Created }: Listed): readonly Found[] {
  if (State !== 'running' && State !== 'paused') return [];
  const name = (Names.find((given) => given.lastIndexOf('/') === 0) ?? `/${Id.slice(0, 12)}`).slice(1);
  return [{ id: Id, name, image: Image, labels: Labels ?? {}, condition: State, created: Created * 1000 }];
}
