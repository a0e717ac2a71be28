import type { Command } from '../derive/commands.ts';
import type { Fact } from '../facts/fact.ts';
import type { Heard } from '../streams/ledger.ts';

/** What is told of a fact: `quiet` is one whose own words are about something else. */
export interface Told extends Heard {
  readonly quiet?: boolean;
}

/** Of a fact and what followed from it what is about jobs of this name or id; none where nothing is. */
export function aboutJob(heard: Heard, job: string): Told | undefined {
  const commands = heard.commands.filter((command) => isCommandAbout(command, job));
  const isAbout = isFactAbout(heard.fact, job);
  return commands.length > 0 || isAbout ? { ...heard, commands, quiet: !isAbout && !isReason(heard.fact) } : undefined;
}

const isFactAbout = (fact: Fact, job: string): boolean => 'job' in fact && (fact.name === job || fact.job === job);

/** Its words say why. */
const isReason = ({ type }: Fact): boolean => type === 'leadership.changed';

function isCommandAbout(command: Command, job: string): boolean {
  const isIt = ({ name, id }: { readonly name: string; readonly id: string }) => name === job || id === job;
  if ('registrations' in command) return command.registrations.some((one) => isIt(one.job));
  if ('registration' in command) return isIt(command.registration.job);
  return 'run' in command && (command.run.name === job || command.run.job === job);
}
