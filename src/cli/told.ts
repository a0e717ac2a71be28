import { sayDecided } from '../words/decided.ts';
import { sayFact } from '../words/fact.ts';
import { happened } from '../words/happened.ts';
import type { Line } from '../words/line.ts';
import { moment } from '../words/moment.ts';
import type { Told } from './about-job.ts';

/** A fact that led to something in a line, and below it what that was; nothing of another. */
export function asText({ at, fact, changes, commands, quiet }: Told): string {
  let below = '';
  if (!quiet) for (const line of sayFact(fact)) below += indented(line);
  for (const command of commands) for (const line of sayDecided(command)) below += indented(line);
  if (below === '') return '';
  const nameOf = (id: string) => changes.map(({ before }) => before.containers.get(id)?.container.name).find((name) => name !== undefined);
  return `${moment(at)}  ${happened(fact, nameOf)}\n${below}`;
}

const indented = ({ level, message }: Line): string => `${LEVELS[level]}${message}\n`;

/** One below the other. */
const LEVELS: Readonly<Record<Line['level'], string>> = {
  DEBUG: '  DEBUG    ',
  INFO: '  INFO     ',
  WARNING: '  WARNING  ',
  ERROR: '  ERROR    ',
  CRITICAL: '  CRITICAL ',
};

/** A fact as it was kept, when it was heard, and the commands that followed, whole. */
export const asJson = ({ at, fact, commands }: Told): string =>
  `${JSON.stringify({ at, fact: { ...fact, heard: undefined, ...('output' in fact ? { output: undefined } : {}) }, commands })}\n`;
