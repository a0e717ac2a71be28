import type { Call, Outcome } from '../../spec/support/simulated/programs.ts';

/** A job of the load: what it is due every so often, how long it takes, and what it exits with. */
export interface Load {
  /** A compose service, or undefined for a container that stands for itself. */
  readonly service: string | undefined;
  readonly name: string;
  /** Seconds. */
  readonly every: number;
  /** Milliseconds. */
  readonly takes: number;
  readonly exits: number;
  readonly more?: Readonly<Record<string, string>>;
}

/** How many runs may be under way at once: fewer than there would be, so that some always wait. */
export const POOL = 3;

export const REPLICAS = 3;

/** Twelve jobs that need more than the pool has; some take longer than their interval, some have little grace. */
export const LOAD: readonly Load[] = [
  { service: 'web', name: 'tick', every: 1, takes: 20, exits: 0 },
  { service: 'web', name: 'beat', every: 1, takes: 50, exits: 3, more: { jitter: '1s', grace: '1s' } },
  { service: 'web', name: 'drift', every: 2, takes: 100, exits: 0, more: { jitter: '1s' } },
  { service: 'api', name: 'poll', every: 1, takes: 300, exits: 0 },
  { service: 'api', name: 'slow', every: 1, takes: 1_700, exits: 1 },
  { service: 'api', name: 'twin', every: 1.3, takes: 2_200, exits: 0, more: { max: '2' } },
  { service: 'db', name: 'backup', every: 3, takes: 500, exits: 0 },
  { service: 'db', name: 'vacuum', every: 5, takes: 900, exits: 4, more: { grace: '1s' } },
  { service: 'db', name: 'odd', every: 7, takes: 30, exits: 0, more: { jitter: '2s' } },
  { service: undefined, name: 'one', every: 2, takes: 200, exits: 0 },
  { service: undefined, name: 'two', every: 3, takes: 3_500, exits: 5, more: { grace: '1s' } },
  { service: undefined, name: 'three', every: 11, takes: 10, exits: 0 },
];

/** The labels of the containers that have these jobs. */
export function labels(jobs: readonly Load[]): Record<string, string> {
  const [first] = jobs;
  const identity = { 'com.docker.compose.project': 'kills', 'com.docker.compose.service': first?.service ?? '' };
  const each = jobs.map(({ name, every, takes, exits, more = {} }) => ({
    [`deck-chores.${name}.interval`]: `${every}s`,
    [`deck-chores.${name}.command`]: `work ${takes} ${exits}`,
    ...Object.fromEntries(Object.entries({ ...more, ...WEIGHT }).map(([key, value]) => [`deck-chores.${name}.${key}`, value])),
  }));
  return Object.assign({}, first?.service === undefined ? {} : identity, ...each) as Record<string, string>;
}

/** Makes listings so long that a segment is full after a few lives. */
const WEIGHT = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`env.WEIGHT_${n}`, 'x']));

/** A run that the engine has begun, and how it ends. */
export interface Ran {
  readonly run: string;
  readonly at: number;
  readonly ends: number;
  readonly exitCode: number;
}

/** The program `work TAKES EXITS`, which notes what it runs. */
export const working =
  (ran: Ran[]) =>
  ({ command: [, takes, exits], Env = [] }: Call): Outcome => {
    const outcome = { takes: Number(takes), exitCode: Number(exits) };
    const run = Env.find((pair) => pair.startsWith('BOSUN_RUN='))?.slice('BOSUN_RUN='.length) ?? 'none';
    const at = Date.now();
    ran.push({ run, at, ends: at + outcome.takes, exitCode: outcome.exitCode });
    return outcome;
  };
