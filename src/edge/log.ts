import { performance } from 'node:perf_hooks';
import type { Level, Line } from '../words/line.ts';
import { parseTemplate, type Template } from './log-format/template.ts';

/** Of which form lines are, and which are written where. */
export interface LogSettings {
  readonly debug: boolean;
  readonly format: LogFormat;
  /** From which level on lines go to stderr. */
  readonly stderrLevel: Level | undefined;
}

/** `{}` with the attributes of a log record of Python, or `json`. */
export type LogFormat = 'json' | Template<Attribute>;

/** What takes the text of a line. */
export interface Streams {
  readonly stdout: (text: string) => unknown;
  readonly stderr: (text: string) => unknown;
}

/** Writes lines in the form, and to the stream, that are set. */
export async function log({ stdout, stderr }: Streams, { debug, format, stderrLevel }: LogSettings): Promise<(line: Line) => void> {
  const text = await textOf(format);
  const least = LEVELS[debug ? 'DEBUG' : 'INFO'];
  const toStderr = stderrLevel === undefined ? Infinity : LEVELS[stderrLevel];
  return (line) => {
    const level = LEVELS[line.level];
    if (level >= least) (level >= toStderr ? stderr : stdout)(text(line));
  };
}

/** Ended; pino is loaded only where it is asked for. */
async function textOf(format: LogFormat): Promise<(line: Line) => string> {
  if (format === 'json') return (await import('./log-json.ts')).jsonText();
  return (line) => `${format(recordOf(line))}\n`;
}

/** As Python's logging numbers them. */
export const LEVELS: Readonly<Record<Level, number>> = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 };

/** Reads a LOG_FORMAT; throws with what is wrong with it. */
export function logFormat(given: string): LogFormat {
  if (given.trim().toLowerCase() === 'json') return 'json';
  const template = parseTemplate(given, ATTRIBUTES);
  template(recordOf({ level: 'WARNING', message: 'to see whether it can be written' }));
  return template;
}

/** https://docs.python.org/3/library/logging.html#logrecord-attributes; where a line is in our source tells nobody anything. */
const recordOf = ({ level, message }: Line): Parameters<Template<Attribute>>[0] => {
  const now = new Date();
  return {
    args: '()',
    asctime: asctime(now),
    created: { float: now.getTime() / 1000 },
    exc_info: 'None',
    exc_text: 'None',
    filename: 'bosun',
    funcName: 'log',
    levelname: level,
    levelno: { int: LEVELS[level] },
    lineno: { int: 0 },
    message,
    module: 'bosun',
    msecs: { float: now.getMilliseconds() },
    msg: message,
    name: 'bosun',
    pathname: 'bosun',
    process: { int: process.pid },
    processName: 'MainProcess',
    relativeCreated: { float: performance.now() },
    stack_info: 'None',
    taskName: 'None',
    thread: { int: 0 },
    threadName: 'MainThread',
  };
};

const ATTRIBUTES = [
  'asctime',
  'created',
  'levelname',
  'levelno',
  'message',
  'module',
  'msecs',
  'name',
  'process',
  'processName',
  'relativeCreated',
  'thread',
  'threadName',
  'args',
  'exc_info',
  'exc_text',
  'filename',
  'funcName',
  'lineno',
  'msg',
  'pathname',
  'stack_info',
  'taskName',
] as const;

type Attribute = (typeof ATTRIBUTES)[number];

/** In the process's own time zone. */
function asctime(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  const time = [two(moment.getHours()), two(moment.getMinutes()), two(moment.getSeconds())].join(':');
  return `${date} ${time},${String(moment.getMilliseconds()).padStart(3, '0')}`;
}
