import type { Level } from '../../words/line.ts';
import type { Named } from '../../words/targets.ts';
import { hasSyslog, syslog } from './syslog.ts';

export interface Log {
  readonly say: (line: Named) => void;
  /** Resolves when all that was said is written, and all that went through. */
  readonly written: () => Promise<void>;
}

/** Writes `%-8s NAME : TEXT` to stderr, or to the local syslog where that is asked for and there is one. `verbose`: 0 warnings, 1 information, 2 all. */
export async function log(options: { readonly verbose: number; readonly syslog: boolean }): Promise<Log> {
  const say = ({ level, name, message }: Named) => void process.stderr.write(`${level.padEnd(8)} ${name} : ${message}\n`);
  const flushed = () => Promise.all([process.stdout, process.stderr].map((stream) => new Promise((written) => stream.write('', written))));
  const chosen = options.syslog && (await hasSyslog()) ? syslog(say) : undefined;
  return {
    say: (line) => options.verbose >= NEEDED[line.level] && (chosen?.say ?? say)(line),
    written: async () => {
      await chosen?.written();
      await flushed();
    },
  };
}

const NEEDED: Readonly<Record<Level, number>> = { DEBUG: 2, INFO: 1, WARNING: 0, ERROR: 0, CRITICAL: 0 };
