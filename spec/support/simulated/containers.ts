import { randomBytes } from 'node:crypto';
import type { Events } from './events.ts';
import { template } from './recorded.ts';
import { Refusal } from './refusal.ts';

/** A container as far as the engine's answers show one. */
export interface Container {
  readonly id: string;
  name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly created: number;
  state: 'created' | 'running' | 'paused' | 'exited';
  startedAt: number;
  finishedAt: number;
  exitCode: number;
}

export type Containers = ReturnType<typeof containers>;

/** The containers of a simulated engine, and what can be done to one: each tells the events that a real engine tells. `dying` is told first. */
export function containers(events: Events, now: () => number, dying: (container: Container) => void) {
  const byId = new Map<string, Container>();
  const byName = new Map<string, Container>();

  const tell = (action: string, container: Container, attributes: Record<string, string> = {}) =>
    events.tell(action, container.id, container.image, {
      ...container.labels,
      image: container.image,
      name: container.name,
      ...attributes,
    });

  const find = (key: string): Container => {
    const found =
      byId.get(key) ?? byName.get(key) ?? (key.length >= 12 ? [...byId.values()].find(({ id }) => id.startsWith(key)) : undefined);
    if (!found) throw new Refusal(404, `No such container: ${key}`);
    return found;
  };
  const ended = (container: Container, exitCode: number) => {
    dying(container);
    Object.assign(container, { state: 'exited', exitCode, finishedAt: now() });
    tell('die', container, { exitCode: `${exitCode}` });
  };
  const turn = (key: string, from: Container['state'], to: Container['state'], action: string, refused: (id: string) => Refusal) => {
    const container = find(key);
    if (container.state !== from) throw refused(container.id);
    container.state = to;
    tell(action, container);
  };
  const isLive = ({ state }: Container) => state === 'running' || state === 'paused';

  return {
    all: (): IterableIterator<Container> => byId.values(),
    find,
    create: (name: string, { Image = 'bosun-busybox:latest', Cmd = ['sleep'], Labels = {}, Hostname = '' }: Creation): Container => {
      const taken = byName.get(name);
      if (taken)
        throw new Refusal(
          409,
          `Conflict. The container name "/${name}" is already in use by container "${taken.id}". You have to remove (or rename) that container to be able to reuse that name.`,
        );
      const id = randomBytes(32).toString('hex');
      const times = { created: now(), startedAt: 0, finishedAt: 0 };
      const container: Container = {
        id,
        name,
        image: Image,
        command: Cmd,
        labels: Labels,
        hostname: Hostname || id.slice(0, 12),
        state: 'created',
        exitCode: 0,
        ...times,
      };
      byId.set(id, container);
      byName.set(name, container);
      tell('create', container);
      return container;
    },
    /** Says whether that changed anything. */
    start: (key: string): boolean => {
      const container = find(key);
      if (container.state === 'paused') throw new Refusal(409, `cannot start a paused container, try unpause instead`);
      if (container.state === 'running') return false;
      Object.assign(container, { state: 'running', exitCode: 0 });
      container.startedAt = tell('start', container);
      return true;
    },
    stop: (key: string): boolean => {
      const container = find(key);
      if (!isLive(container)) return false;
      tell('kill', container, { signal: '15' });
      ended(container, 143);
      tell('stop', container);
      return true;
    },
    kill: (key: string): void => {
      const container = find(key);
      if (!isLive(container)) throw new Refusal(409, `Cannot kill container: ${key}: Container ${container.id} is not running`);
      tell('kill', container, { signal: '9' });
      ended(container, 137);
    },
    pause: (key: string): void =>
      turn(
        key,
        'running',
        'paused',
        'pause',
        (id) => new Refusal(409, find(key).state === 'paused' ? `Container ${id} is already paused` : `Container ${id} is not running`),
      ),
    unpause: (key: string): void => turn(key, 'paused', 'running', 'unpause', (id) => new Refusal(500, `Container ${id} is not paused`)),
    rename: (key: string, name: string): void => {
      const container = find(key);
      const oldName = container.name;
      byName.delete(oldName);
      container.name = name;
      byName.set(name, container);
      tell('rename', container, { oldName: `/${oldName}` });
    },
    remove: (key: string, force: boolean): void => {
      const container = find(key);
      if (isLive(container)) {
        if (!force)
          throw new Refusal(
            409,
            `You cannot remove a running container ${container.id}. Stop the container before attempting removal or force remove`,
          );
        tell('kill', container, { signal: '9' });
        ended(container, 137);
      }
      byId.delete(container.id);
      byName.delete(container.name);
      tell('destroy', container);
    },
    tell,
  };
}

export interface Creation {
  readonly Image?: string;
  readonly Cmd?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Hostname?: string;
}

/** As a listing shows it. */
export const listed = ({ id, name, image, command, created, labels, state, exitCode }: Container): object => ({
  ...LISTED,
  Id: id,
  Names: [`/${name}`],
  Image: image,
  Command: command.join(' '),
  Created: Math.floor(created / 1000),
  Labels: labels,
  State: state,
  Status: { created: 'Created', running: 'Up 1 second', paused: 'Up 1 second (Paused)', exited: `Exited (${exitCode}) 1 second ago` }[
    state
  ],
});

const LISTED = template('list');

/** As an inspect shows it. */
export function inspected({
  id,
  name,
  image,
  command,
  created,
  labels,
  hostname,
  state,
  startedAt,
  finishedAt,
  exitCode,
}: Container): object {
  const live = state === 'running' || state === 'paused';
  const State = {
    ...(INSPECTED.State as object),
    Status: state,
    Running: live,
    Paused: state === 'paused',
    Pid: live ? 4242 : 0,
    ExitCode: exitCode,
    StartedAt: moment(startedAt),
    FinishedAt: moment(finishedAt),
  };
  const Config = { ...(INSPECTED.Config as object), Hostname: hostname, Cmd: command, Image: image, Labels: labels };
  return {
    ...INSPECTED,
    Id: id,
    Created: moment(created),
    Path: command[0] ?? '',
    Args: command.slice(1),
    Name: `/${name}`,
    State,
    Config,
  };
}

const INSPECTED = template('inspect');

/** With nanoseconds, as the engine writes it. */
function moment(time: number): string {
  if (time === 0) return '0001-01-01T00:00:00Z';
  const below = String(Math.floor((time % 1) * 1e6)).padStart(6, '0');
  return new Date(time).toISOString().replace('Z', `${below}Z`);
}
