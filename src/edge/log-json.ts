import { pino } from 'pino';
import type { Level, Line } from '../words/line.ts';

/** Lines as pino writes them: https://getpino.io. What a line is about are fields of it. */
export function jsonText(): (line: Line) => string {
  let text = '';
  const logger = pino({ level: 'debug' }, { write: (written) => (text = written) });
  return ({ level, message, about = {} }) => {
    logger[METHOD[level]](about, message);
    return text;
  };
}

const METHOD: Readonly<Record<Level, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
};
