import type { Command } from '../derive/commands.ts';
import { debug, error, info, type Line } from './line.ts';
import { moment } from './moment.ts';

/** The words of a command; none for those that end in a fact with words of its own. */
export function sayCommand(command: Command): readonly Line[] {
  switch (command.type) {
    case 'register': {
      const { container, job, paused } = command.registration;
      return [info(`${container.name}: Added ${paused ? 'paused ' : ''}'${job.name}' (${job.id}).`)];
    }
    case 'move': {
      const { container, job } = command.registration;
      return [info(`${container.name}: Reassigned '${job.name}' from ${command.from}.`)];
    }
    case 'redefine': {
      const { container, job } = command.registration;
      return [info(`${container.name}: Redefined '${job.name}' (${job.id}).`)];
    }
    case 'pause':
      return counted(command.registrations, 'Paused');
    case 'resume':
      return counted(command.registrations, 'Resumed');
    case 'unregister': {
      const { container, job } = command.registration;
      return [info(`${container.name}: Removed '${job.name}'.`)];
    }
    case 'start': {
      const { run, registration } = command;
      const again = run.refused?.by === registration.container.name;
      return [(again ? debug : info)(`${registration.container.name}: Executing '${run.name}'${again ? ' again' : ''}.`)];
    }
    case 'report':
      return command.container.problems.map(({ key, message }) => error(`${command.container.name}: ${key}: ${message}`));
    case 'wait':
      return [debug(`${command.run.container}: '${command.run.name}' waits to be executed.`)];
    case 'follow':
      return [
        debug(`${command.run.container}: '${command.run.name}', due ${moment(command.run.due)}, was begun by the bosun before this one.`),
      ];
    case 'end':
    case 'leave':
    case 'list':
    case 'rename':
    case 'miss':
    case 'refuse':
      return [];
  }
}

function counted(registrations: Extract<Command, { type: 'pause' | 'resume' }>['registrations'], verb: string): readonly Line[] {
  const [first] = registrations;
  return first ? [info(`${first.container.name}: ${verb} ${registrations.length} ${registrations.length === 1 ? 'job' : 'jobs'}.`)] : [];
}
