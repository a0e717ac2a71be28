import { why } from '../edge/journal/why.ts';
import { inline } from '../words/printable.ts';
import { Misused } from './misused.ts';
import { printer, type Printer } from './printer.ts';

/** One of our commands. */
export interface Program {
  readonly name: string;
  /** What `--help` says. */
  readonly usage: string;
  /** Prints what its words ask for, and tells what is odd about what it reads; throws Misused. */
  readonly run: (words: readonly string[], out: Printer, odd: (words: string) => void) => Promise<void>;
}

/** Runs a command to its end: nothing is printed where it is misused, and nothing is said where nobody reads on. */
export async function perform({ name, usage, run }: Program, words: readonly string[]): Promise<void> {
  const complain = (message: string) => void process.stderr.write(`bosun ${name}: ${inline(message)}\n`);
  const out = printer(process.stdout);
  process.stderr.on('error', () => undefined);
  try {
    if (words.some((word) => word === '--help' || word === '-h')) out.print(usage);
    else await run(words, out, complain);
    await out.flush();
  } catch (cause) {
    const fault = faultOf(cause);
    if (fault === undefined) throw cause;
    if (fault === UNREAD) return;
    complain(fault);
    process.exitCode = 1;
  }
}

/** What is wrong; undefined where that is our bug. */
function faultOf(cause: unknown): string | undefined {
  if (cause instanceof Misused) return cause.message;
  if (!(cause instanceof Error && 'syscall' in cause)) return undefined;
  if ('code' in cause && cause.code === 'EPIPE') return UNREAD;
  return `${'path' in cause ? String(cause.path) : 'stdout'}: ${why(cause)}`;
}

const UNREAD = 'nobody reads on';
