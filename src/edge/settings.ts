import * as z from 'zod/mini';
import type { Defaults } from '../labels/container.ts';
import type { Duration } from '../facts/job.ts';
import type { Level } from '../words/line.ts';
import { BUILT_IN, defaultFlags } from '../labels/flags.ts';
import { isNear } from '../labels/nearest.ts';
import { duration, grace, LONGEST_TIMER, refuse, text, timeZone } from '../labels/text.ts';
import { LEVELS, logFormat, type LogSettings } from './log.ts';
import { bytes } from './bytes.ts';
import { ClusterVariables, readCluster, type ClusterSettings } from './cluster-settings.ts';
import { count, patience, size } from './python-int.ts';
import { onOrOff } from './on-or-off.ts';
import { readWay, WayVariables, type Way } from './way.ts';

/** What the environment says, with every default filled in. */
export interface Settings {
  readonly engine: Way;
  /** How long an answer of the engine is waited for. */
  readonly clientTimeout: Duration;
  readonly labels: Defaults;
  /** Of how many images the labels are kept. */
  readonly images: number;
  readonly poolSize: number;
  /** Bytes that are kept of what a run writes. */
  readonly outputLimit: number;
  /** How long runs are waited for once bosun is told to end. */
  readonly shutdownGrace: Duration;
  /** Where facts are kept, and how many bytes of them. */
  readonly journal: { readonly folder: string; readonly limit: number } | undefined;
  readonly cluster: ClusterSettings | undefined;
  readonly log: LogSettings;
}

/** Reads the environment variables: the settings and what is odd about them, or every fault in one go. An empty variable counts as unset, but for DEFAULT_FLAGS. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  config = '/config',
): { settings: Settings; warnings: readonly string[] } | { faults: readonly string[] } {
  const set = Object.fromEntries(Object.entries(environment).filter(([name, value]) => value !== '' || name === 'DEFAULT_FLAGS'));
  const read = Variables.safeParse(set);
  const engine = readWay(set, config);
  const cluster = readCluster(set);
  if ('faults' in engine || 'faults' in cluster || !read.success) {
    const others = read.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
    return { faults: [...[engine, cluster].flatMap((part) => ('faults' in part ? part.faults : [])), ...others] };
  }
  const {
    CONTAINER_CACHE_SIZE,
    DEBUG,
    CLIENT_TIMEOUT,
    DEFAULT_FLAGS,
    DEFAULT_GRACE,
    DEFAULT_MAX,
    JOB_NAME_REGEX,
    JOB_POOL_SIZE,
    LABEL_NAMESPACE,
    LOG_FORMAT,
    OUTPUT_LIMIT,
    SERVICE_ID_LABELS,
    SHUTDOWN_GRACE,
    STATE_DIR,
    STATE_LIMIT,
    STDERR_LEVEL,
    TIMEZONE,
  } = read.data;
  const labels: Defaults = {
    namespace: LABEL_NAMESPACE,
    cluster: cluster.cluster !== undefined,
    serviceIdLabels: SERVICE_ID_LABELS,
    flags: DEFAULT_FLAGS.flags,
    jobName: JOB_NAME_REGEX,
    max: DEFAULT_MAX,
    grace: DEFAULT_GRACE,
    timezone: TIMEZONE,
  };
  return {
    settings: {
      engine: engine.way,
      clientTimeout: CLIENT_TIMEOUT,
      labels,
      images: CONTAINER_CACHE_SIZE,
      poolSize: JOB_POOL_SIZE,
      outputLimit: OUTPUT_LIMIT,
      shutdownGrace: SHUTDOWN_GRACE,
      journal: STATE_DIR === undefined ? undefined : { folder: STATE_DIR, limit: STATE_LIMIT },
      cluster: cluster.cluster,
      log: { debug: DEBUG.on, format: LOG_FORMAT, stderrLevel: STDERR_LEVEL },
    },
    warnings: [
      ...misspelt(environment),
      ...engine.warnings,
      ...cluster.warnings,
      ...DEBUG.odd.map((message) => `DEBUG: ${message}`),
      ...DEFAULT_FLAGS.unknown.map((message) => `DEFAULT_FLAGS: ${message}`),
    ],
  };
}

const Variables = z.object({
  CLIENT_TIMEOUT: z._default(patience, 60_000),
  CONTAINER_CACHE_SIZE: z._default(size, 128),
  DEBUG: z._default(text(onOrOff), { on: false, odd: [] }),
  DEFAULT_FLAGS: z._default(text(defaultFlags), { flags: BUILT_IN, unknown: [] }),
  DEFAULT_GRACE: z._default(grace, 60_000),
  DEFAULT_MAX: z._default(count, 1),
  JOB_NAME_REGEX: z._default(text(whole), whole('[a-z0-9_-]+')),
  JOB_POOL_SIZE: z._default(count, 10),
  LABEL_NAMESPACE: z._default(
    text((given) => (given.trim() === '' ? 'deck-chores' : given.trim())),
    'deck-chores',
  ),
  LOG_FORMAT: z._default(text(logFormat), () => logFormat('{asctime}|{levelname:8}|{message}')),
  OUTPUT_LIMIT: z._default(text(bytes('1k', '16M')), 1 << 20),
  SERVICE_ID_LABELS: z._default(text(list), ['com.docker.compose.project', 'com.docker.compose.service']),
  SHUTDOWN_GRACE: z._default(duration([0, '0s'], LONGEST_TIMER), 8_000),
  STATE_DIR: z.optional(z.string()),
  STATE_LIMIT: z._default(text(bytes('1M', '1T')), 1 << 26),
  STDERR_LEVEL: z.optional(text(level)),
  TIMEZONE: z._default(timeZone, 'UTC'),
});

/** A level's name; `NOTSET` is every line, as in Python. */
function level(given: string): Level | undefined {
  const name = given.trim().toUpperCase();
  if (name === 'DISABLED') return undefined;
  if (name === 'NOTSET') return 'DEBUG';
  const known = (Object.keys(LEVELS) as Level[]).find((one) => one === name);
  return known ?? refuse(`"${given}" is no level, allowed are ${Object.keys(LEVELS).join(', ')}`);
}

/** The names of all variables. */
export const SETTINGS: readonly string[] = [WayVariables, ClusterVariables, Variables].flatMap(({ shape }) => Object.keys(shape));

/** Variables of the environment that somebody may have meant for a setting. */
function misspelt(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(environment)
    .filter((name) => !SETTINGS.includes(name))
    .flatMap((name) => {
      const meant = SETTINGS.find((one) => isNear(name.toUpperCase(), one));
      return meant === undefined ? [] : [`${name} is no setting, did you mean ${meant}?`];
    });
}

function list(given: string): string[] {
  return given
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** A regular expression that matches from the beginning to the end. */
function whole(given: string): RegExp {
  try {
    return new RegExp(`^(?:${new RegExp(given).source})$`); // by itself it must be one, or it could end the group
  } catch {
    return refuse(`"${given}" is no regular expression`);
  }
}
