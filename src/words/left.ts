import type { Time } from '../facts/fact.ts';
import { info, warning, type Line } from './line.ts';
import { moment } from './moment.ts';

/** The words of a run that bosun does not wait for any longer, or of one that waits for its next start. */
export function sayLeft({ container, name, due, until }: Left, waits: boolean): Line {
  const which = `${container}: '${name}', due ${moment(due)}`;
  return waits
    ? info(`${which}, waits for bosun to start again, until ${moment(until)}.`)
    : warning(`${which}, still runs: bosun ends without it.`);
}

interface Left {
  readonly container: string;
  readonly name: string;
  readonly due: Time;
  readonly until: Time;
}
