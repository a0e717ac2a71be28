import * as z from 'zod/mini';
import type { Defaults } from '../labels/container.ts';
import { positive, text, timeZone } from '../labels/text.ts';
import { engineAddress, type EngineAddress } from './engine-address.ts';

/** What the environment says, with every default filled in. */
export interface Settings {
  readonly engine: EngineAddress;
  readonly labels: Defaults;
  readonly poolSize: number;
  readonly debug: boolean;
}

/** Reads the environment variables: the settings, or every fault in one go. An empty variable counts as unset. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { settings: Settings } | { faults: readonly string[] } {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = Variables.safeParse(set);
  if (!read.success) return { faults: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  const { DOCKER_HOST, DEBUG, JOB_POOL_SIZE, LABEL_NAMESPACE, SERVICE_ID_LABELS, DEFAULT_MAX, TIMEZONE } = read.data;
  const labels = { namespace: LABEL_NAMESPACE, serviceIdLabels: SERVICE_ID_LABELS, max: DEFAULT_MAX, timezone: TIMEZONE };
  return { settings: { engine: DOCKER_HOST, labels, poolSize: JOB_POOL_SIZE, debug: DEBUG } };
}

const Variables = z.object({
  DOCKER_HOST: z._default(text(engineAddress), engineAddress('unix:///var/run/docker.sock')),
  DEBUG: z._default(
    text((given) => /^(on|true|yes|1)$/i.test(given.trim())),
    false,
  ),
  JOB_POOL_SIZE: z._default(positive, 10),
  LABEL_NAMESPACE: z._default(
    text((given) => given.trim()),
    'deck-chores',
  ),
  SERVICE_ID_LABELS: z._default(text(list), ['com.docker.compose.project', 'com.docker.compose.service']),
  DEFAULT_MAX: z._default(positive, 1),
  TIMEZONE: z._default(timeZone, 'UTC'),
});

function list(given: string): string[] {
  return given
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}
