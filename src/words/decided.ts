import type { Command } from '../derive/commands.ts';
import { sayCommand } from './command.ts';
import { debug, type Line } from './line.ts';
import { moment } from './moment.ts';

/** The words of every command: the log's, or where it leaves them to a later fact, what was decided. */
export function sayDecided(command: Command): readonly Line[] {
  switch (command.type) {
    case 'end': {
      const { container, name, due } = command.run;
      return [debug(`${container}: '${name}', due ${moment(due)}, is to be ended.`)];
    }
    case 'miss': {
      const { container, name, due } = command.run;
      return [debug(`${container}: '${name}', due ${moment(due)}, is not to run any more: ${command.reason}.`)];
    }
    case 'refuse': {
      const { container, name, due } = command.run;
      return [debug(`${container}: '${name}', due ${moment(due)}, is not to run: ${command.reason}.`)];
    }
    case 'rename': {
      const { container, job } = command.registration;
      return [debug(`${container.name}: '${job.name}' stays, its container has another name.`)];
    }
    case 'list':
      return [debug(`How ${command.jobs.length} ${command.jobs.length === 1 ? 'job stands' : 'jobs stand'} is to be told.`)];
    case 'leave':
      return [debug('Nothing is to begin any more.')];
    default:
      return sayCommand(command);
  }
}
