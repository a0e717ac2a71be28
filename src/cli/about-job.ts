import type { Command } from '../derive/commands.ts';
import type { Fact } from '../facts/fact.ts';
import type { Heard } from '../streams/ledger.ts';

/** Of a fact and what followed from it what is about jobs of this name or id; none where nothing is. */
export function isAbout(heard: Heard, job: string): Heard | undefined {
  const commands = heard.commands.filter((command) => isCommandAbout(command, job));
  return commands.length > 0 || isFactAbout(heard.fact, job) ? { ...heard, commands } : undefined;
}

const isFactAbout = (fact: Fact, job: string): boolean => 'job' in fact && (fact.name === job || fact.job === job);

function isCommandAbout(command: Command, job: string): boolean {
  const isIt = ({ name, id }: { readonly name: string; readonly id: string }) => name === job || id === job;
  if ('registrations' in command) return command.registrations.some((one) => isIt(one.job));
  if ('registration' in command) return isIt(command.registration.job);
  return 'run' in command && (command.run.name === job || command.run.job === job);
}
