import * as z from 'zod/mini';
import type { Defaults } from '../labels/container.ts';
import { BUILT_IN, defaultFlags } from '../labels/flags.ts';
import { positive, refuse, text, timeZone } from '../labels/text.ts';
import { engineAddress, type EngineAddress } from './engine-address.ts';

/** What the environment says, with every default filled in. */
export interface Settings {
  readonly engine: EngineAddress;
  readonly labels: Defaults;
  /** Of how many images the labels are kept. */
  readonly images: number;
  readonly poolSize: number;
  readonly debug: boolean;
}

/** Reads the environment variables: the settings and what is odd about them, or every fault in one go. An empty variable counts as unset, but for DEFAULT_FLAGS. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { settings: Settings; warnings: readonly string[] } | { faults: readonly string[] } {
  const set = Object.fromEntries(Object.entries(environment).filter(([name, value]) => value !== '' || name === 'DEFAULT_FLAGS'));
  const read = Variables.safeParse(set);
  if (!read.success) return { faults: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  const {
    CONTAINER_CACHE_SIZE,
    DOCKER_HOST,
    DEBUG,
    DEFAULT_FLAGS,
    DEFAULT_MAX,
    JOB_NAME_REGEX,
    JOB_POOL_SIZE,
    LABEL_NAMESPACE,
    SERVICE_ID_LABELS,
    TIMEZONE,
  } = read.data;
  const labels: Defaults = {
    namespace: LABEL_NAMESPACE,
    serviceIdLabels: SERVICE_ID_LABELS,
    flags: DEFAULT_FLAGS.flags,
    jobName: JOB_NAME_REGEX,
    max: DEFAULT_MAX,
    timezone: TIMEZONE,
  };
  return {
    settings: { engine: DOCKER_HOST, labels, images: CONTAINER_CACHE_SIZE, poolSize: JOB_POOL_SIZE, debug: DEBUG },
    warnings: DEFAULT_FLAGS.unknown.map((message) => `DEFAULT_FLAGS: ${message}`),
  };
}

const Variables = z.object({
  CONTAINER_CACHE_SIZE: z._default(positive, 128),
  DOCKER_HOST: z._default(text(engineAddress), engineAddress('unix:///var/run/docker.sock')),
  DEBUG: z._default(
    text((given) => /^(on|true|yes|1)$/i.test(given.trim())),
    false,
  ),
  DEFAULT_FLAGS: z._default(text(defaultFlags), { flags: BUILT_IN, unknown: [] }),
  DEFAULT_MAX: z._default(positive, 1),
  JOB_NAME_REGEX: z._default(text(whole), whole('[a-z0-9_-]+')),
  JOB_POOL_SIZE: z._default(positive, 10),
  LABEL_NAMESPACE: z._default(
    text((given) => (given.trim() === '' ? 'deck-chores' : given.trim())),
    'deck-chores',
  ),
  SERVICE_ID_LABELS: z._default(text(list), ['com.docker.compose.project', 'com.docker.compose.service']),
  TIMEZONE: z._default(timeZone, 'UTC'),
});

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
