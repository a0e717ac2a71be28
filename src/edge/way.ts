import { join } from 'node:path';
import * as z from 'zod/mini';
import { text } from '../labels/text.ts';
import { certificates, hasCertificates, type Certificates } from './certificates.ts';
import { engineAddress, type EngineAddress, type NetAddress } from './engine-address.ts';
import { onOrOff } from './on-or-off.ts';
import { tlsVersion, type TlsVersion } from './tls-version.ts';

/** The way to the engine. */
export interface Way {
  readonly address: EngineAddress;
  /** Only where TLS is spoken. */
  readonly tls?: Tls;
}

export interface Tls {
  readonly version: TlsVersion;
  /** Without them the engine is trusted by the authorities that Node.js knows, and is shown none. */
  readonly certificates: Certificates | undefined;
  /** Whether an authority must have signed the engine's certificate. */
  readonly isVerified: boolean;
  /** Whether its certificate must be for the host that the address names. */
  readonly isNamed: boolean;
}

export const WayVariables = z.object({
  DOCKER_HOST: z._default(text(engineAddress), engineAddress('unix:///var/run/docker.sock')),
  ASSERT_HOSTNAME: z.optional(text(onOrOff)),
  SSL_VERSION: z._default(text(tlsVersion), tlsVersion('TLS')),
  DOCKER_TLS_VERIFY: z.optional(z.string()),
  DOCKER_CERT_PATH: z.optional(z.string()),
});

/** Which way the variables say, and what is odd about them; `config` is where deck-chores looks for certificates. */
export function readWay(
  environment: Readonly<Record<string, string | undefined>>,
  config: string,
): { way: Way; warnings: readonly string[] } | { faults: readonly string[] } {
  const read = WayVariables.safeParse(environment);
  if (!read.success) return { faults: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  const { DOCKER_HOST: address, ASSERT_HOSTNAME, SSL_VERSION: version, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH } = read.data;
  const odd = (ASSERT_HOSTNAME?.odd ?? []).map((message) => `ASSERT_HOSTNAME: ${message}`);
  if (address.way !== 'net' || address.tls === 'never') return { way: { address }, warnings: odd };

  const home = join(environment.HOME ?? '/', '.docker');
  const found = source(address, { path: DOCKER_CERT_PATH, isAsked: DOCKER_TLS_VERIFY !== undefined, home, config });
  const files = found && certificates(...found);
  if (files && 'faults' in files) return files;
  if (!files && address.tls === 'asked') return { way: { address }, warnings: odd };
  const isVerified = DOCKER_CERT_PATH === undefined || DOCKER_TLS_VERIFY !== undefined;
  const isNamed = isVerified && (ASSERT_HOSTNAME?.on ?? files === undefined); // any site has a certificate of the authorities that Node.js knows
  if (DOCKER_TLS_VERIFY !== undefined && !onOrOff(DOCKER_TLS_VERIFY).on)
    odd.push(`DOCKER_TLS_VERIFY: "${DOCKER_TLS_VERIFY}" counts as on, as with Docker's own client: off is empty`);
  if (!isVerified) odd.push(UNVERIFIED);
  return { way: { address, tls: { version, certificates: files, isVerified, isNamed } }, warnings: odd };
}

const UNVERIFIED =
  "DOCKER_CERT_PATH: without DOCKER_TLS_VERIFY the engine's certificate is not verified, as with Docker's own client: anybody may answer in its place";

interface Said {
  readonly path: string | undefined;
  readonly isAsked: boolean;
  readonly home: string;
  readonly config: string;
}

/** The folder of the certificates, and which setting says so. */
function source({ tls }: NetAddress, { path, isAsked, home, config }: Said): readonly [folder: string, where: string] | undefined {
  if (path !== undefined) return [path, 'DOCKER_CERT_PATH'];
  if (isAsked && hasCertificates(home)) return [home, 'DOCKER_TLS_VERIFY'];
  if (hasCertificates(config)) return [config, config];
  return isAsked && tls === 'asked' ? [home, 'DOCKER_TLS_VERIFY'] : undefined;
}
