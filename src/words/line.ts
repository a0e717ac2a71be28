import { inline } from './printable.ts';

/** What an operator reads, and how much it matters to them. */
export interface Line {
  readonly level: Level;
  readonly message: string;
  readonly about?: About;
}

/** What a line is about, by the names that the line has too; `run` is the id of one. */
export interface About {
  readonly job?: string;
  readonly container?: string;
  readonly service?: string;
  readonly run?: string;
}

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

/** One line, whatever somebody has written into a label or a name; cut where it is longer than anybody reads. */
const line =
  (level: Level) =>
  (words: string): Line => ({ level, message: inline(words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words) });

const LONGEST = 1_000;

export const debug = line('DEBUG');
export const info = line('INFO');
export const warning = line('WARNING');
export const error = line('ERROR');
export const critical = line('CRITICAL');
