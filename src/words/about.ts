import type { Command } from '../derive/commands.ts';
import type { Registration } from '../derive/registrations.ts';
import type { Fact } from '../facts/fact.ts';
import type { About } from './line.ts';

/** What a line of this fact is about. */
export function aboutFact(fact: Fact): About {
  if ('run' in fact) return { job: fact.name, container: fact.container, service: fact.service, run: fact.run };
  return fact.type === 'job.exhausted' ? { job: fact.name, container: fact.container, service: fact.service } : {};
}

/** What a line of this command is about. */
export function aboutCommand(command: Command): About {
  switch (command.type) {
    case 'report':
      return { container: command.container.name, service: command.container.service };
    case 'pause':
    case 'resume': {
      const [first] = command.registrations;
      return first ? { container: first.container.name, service: first.service } : {};
    }
    case 'start':
      return { ...aboutJob(command.registration), run: command.run.id };
    case 'follow':
    case 'wait':
    case 'end':
    case 'miss':
    case 'refuse':
      return { job: command.run.name, container: command.run.container, service: command.service, run: command.run.id };
    case 'leave':
    case 'list':
      return {};
    case 'register':
    case 'move':
    case 'redefine':
    case 'rename':
    case 'unregister':
      return aboutJob(command.registration);
  }
}

const aboutJob = ({ job, container, service }: Registration): About => ({ job: job.name, container: container.name, service });
