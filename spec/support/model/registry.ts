import type { Command, RegistrationCommand } from '../../../src/derive/commands.ts';
import type { Registration } from '../../../src/derive/registrations.ts';

/** A job as a schedule has it that only ever heard commands. */
export interface Entry {
  readonly service: string;
  readonly container: { readonly id: string; readonly name: string };
  readonly paused: boolean;
  readonly job: string;
}

/** By service and job. */
export type Registry = ReadonlyMap<string, Entry>;

/** What a schedule has after a command; throws where that makes no sense, or changes nothing. */
export function obey(registry: Registry, command: Command): Registry {
  switch (command.type) {
    case 'report':
      return registry;
    case 'register':
    case 'unregister':
    case 'move':
    case 'redefine':
    case 'rename':
      return obeyOne(registry, command, command.registration);
    case 'pause':
    case 'resume':
      return command.registrations.reduce((changed, registration) => obeyOne(changed, command, registration), registry);
    default:
      throw new Error(`there are no runs: ${command.type}`);
  }
}

function obeyOne(registry: Registry, command: RegistrationCommand, registration: Registration): Registry {
  const { service, container, job } = registration;
  const key = `${service} ${job.id}`;
  const was = registry.get(key);
  const fault = (why: string) => new Error(`${command.type} ${key} on ${container.name}: ${why}`);
  if ((was === undefined) !== (command.type === 'register')) throw fault(was ? 'it is there' : 'it is not there');
  const is = changed(was, command, registration);
  if (JSON.stringify(is) === JSON.stringify(was)) throw fault('it is so');
  if (command.type === 'move' && command.from !== was?.container.name) throw fault(`it is not on ${command.from}`);
  if (is && is.container.id !== container.id) throw fault(`it is on ${is.container.name}`);
  return new Map(is ? [...registry, [key, is]] : [...registry].filter(([other]) => other !== key));
}

function changed(
  was: Entry | undefined,
  { type }: RegistrationCommand,
  { service, container, paused, job }: Registration,
): Entry | undefined {
  if (!was) return { service, container, paused, job: JSON.stringify(job) };
  switch (type) {
    case 'move':
    case 'rename':
      return { ...was, container };
    case 'redefine':
      return { ...was, job: JSON.stringify(job) };
    case 'pause':
    case 'resume':
      return { ...was, paused: type === 'pause' };
    default:
      return undefined;
  }
}

/** Who carries the jobs of each service, and all of them; throws where a service's jobs are in more than one container. */
export function carriers(registry: Registry): ReadonlyMap<string, { id: string; name: string; paused: boolean; jobs: readonly string[] }> {
  const services = new Map<string, { id: string; name: string; paused: boolean; jobs: readonly string[] }>();
  for (const { service, container, paused, job } of registry.values()) {
    const other = services.get(service);
    if (other && (other.id !== container.id || other.name !== container.name || other.paused !== paused))
      throw new Error(`the jobs of ${service} are on ${other.name} and ${container.name}, or paused in part`);
    services.set(service, { ...container, paused, jobs: [...(other?.jobs ?? []), job] });
  }
  return services;
}
