import minimist from 'minimist';
import type { Balancer } from '../aws/balancer.ts';

/** What the command line asks for. */
export type Request = { readonly type: 'help' } | { readonly type: 'version' } | ({ readonly type: 'check' } & Options);

export interface Options {
  readonly balancer: Balancer;
  /** The words of the command as given; none: only tell whether this host leads. */
  readonly command: readonly string[];
  /** How often `-v` was given. */
  readonly verbose: number;
  readonly syslog: boolean;
  readonly cache: boolean;
  readonly output: boolean;
  readonly notMasterExit: number;
  readonly unknownExit: number;
}

/** Reads the words after the program's name. What stands before the first `elb` or `alb` are options, what follows the NAME is the command, untouched. */
export function readArguments(words: readonly string[]): Request | { readonly type: 'misused'; readonly fault: string } {
  try {
    return read(words);
  } catch (cause) {
    if (cause instanceof Misused) return { type: 'misused', fault: cause.message };
    throw cause;
  }
}

class Misused extends Error {}

function read(words: readonly string[]): Request {
  const at = words.findIndex((word) => word === 'elb' || word === 'alb');
  const before = at < 0 ? words : words.slice(0, at);
  const given = options(before);
  if (given.help.length > 0) return { type: 'help' };
  if (given.version.length > 0) return { type: 'version' };
  const [kind, name, ...command] = at < 0 ? [] : words.slice(at);
  if (kind !== 'elb' && kind !== 'alb') throw new Misused('neither elb nor alb is given');
  if (name === undefined || name === '')
    throw new Misused(`the name of the ${kind === 'elb' ? 'load balancer' : 'target group'} is missing`);
  if (name.startsWith('-')) throw new Misused(`${name} after ${kind}: options stand before it, the name follows it`);
  return {
    type: 'check',
    balancer: { kind, name },
    command,
    verbose: given.verbose.length,
    syslog: given.syslog.length > 0,
    cache: given.cache.length > 0,
    output: given.output.length > 0,
    notMasterExit: exitCode('not-master-exit', given['not-master-exit']),
    unknownExit: exitCode('unknown-exit', given['unknown-exit']),
  };
}

const SWITCHES = ['verbose', 'syslog', 'cache', 'output', 'help', 'version'] as const;
const VALUES = ['not-master-exit', 'unknown-exit'] as const;
const SHORT = { v: 'verbose', s: 'syslog', c: 'cache', o: 'output', h: 'help' };

const OPTION = /^(-[vscoh]+|--?(verbose|syslog|cache|output|help|version)|--(not-master|unknown)-exit(=.*)?)$/;
const TAKES_VALUE = /^--(not-master|unknown)-exit$/;
const SWITCH_WITH_VALUE = /^--(verbose|syslog|cache|output|help|version)=/;

/** The reference's documentation writes its long options with one dash. */
const ONE_DASH = /^-(verbose|syslog|output|cache|help|version)$/;

type Given = Readonly<Record<(typeof SWITCHES)[number] | (typeof VALUES)[number], readonly unknown[]>>;

/** All that was given of each option, in order: '' for a switch. */
function options(words: readonly string[]): Given {
  const valued = words.find((word) => SWITCH_WITH_VALUE.test(word));
  if (valued !== undefined) throw new Misused(`${valued.replace(/=.*/s, '')} takes no value`);
  const isValue = (word: string, index: number) => TAKES_VALUE.test(words[index - 1] ?? '') && !word.startsWith('-');
  words.forEach((word, index) => OPTION.test(word) || isValue(word, index) || unknown(word));
  const read = minimist(
    words.map((word) => word.replace(ONE_DASH, '--$1')),
    { string: [...SWITCHES, ...VALUES], alias: SHORT, unknown }, // a boolean would be kept once, however often it is given
  );
  const all = (name: string): readonly unknown[] => (name in read ? [read[name] as unknown].flat() : []);
  return Object.fromEntries([...SWITCHES, ...VALUES].map((name) => [name, all(name)])) as Given;
}

function unknown(word: string): never {
  throw new Misused(word.startsWith('-') ? `unknown option ${word}` : `${word || '""'} is neither an option nor elb or alb`);
}

function exitCode(name: string, values: readonly unknown[]): number {
  const given = values.at(-1) ?? '1';
  if (typeof given === 'string' && /^\d{1,3}$/.test(given) && Number(given) <= 255) return Number(given);
  throw new Misused(`--${name} takes an exit code from 0 to 255`);
}

export const USAGE = `Clustercron, cluster cronjob wrapper.

Usage:
    clustercron [options] elb <load_balancer_name> [<cron_command>]
    clustercron [options] alb <target_group_name> [<cron_command>]
    clustercron -h | --help
    clustercron --version

Options:
    -v --verbose            Info logging. Add extra \`-v\` for debug logging.
    -s --syslog             Log to (local) syslog.
    -c --cache              Cache output from master check.
    -o --output             Output stdout and stderr from <cron_command>.
    --not-master-exit CODE  Exit code where another node is the master [default: 1].
    --unknown-exit CODE     Exit code where AWS gives no answer [default: 1].

Clustercron is cronjob wrapper that tries to ensure that a script gets run
only once, on one host from a pool of nodes of a specified loadbalancer.

Without specifying a <cron_command> clustercron will only check if the node
is the \`master\` in the cluster and will return 0 if so.
`;
