import type { SecureContextOptions, SecureVersion } from 'node:tls';
import { refuse } from '../labels/text.ts';

/** Which version of TLS is spoken, by its name and as Node.js takes it. */
export interface TlsVersion {
  readonly name: string;
  readonly options: Pick<SecureContextOptions, 'minVersion' | 'maxVersion' | 'ciphers'>;
}

/** Reads what Python's ssl names `PROTOCOL_…`: https://docs.python.org/3/library/ssl.html#ssl.PROTOCOL_TLS. */
export function tlsVersion(given: string): TlsVersion {
  const wanted = given
    .trim()
    .replace(/^PROTOCOL_/i, '')
    .toLowerCase();
  const found = Object.entries(VERSIONS).find(([name]) => name.toLowerCase() === wanted);
  if (!found) return refuse(`"${given}" is no version of TLS for a client, allowed are ${Object.keys(VERSIONS).join(', ')}`);
  return { name: found[0], options: found[1] };
}

const exactly = (version: SecureVersion) => ({ minVersion: version, maxVersion: version });

/** OpenSSL 3 speaks what is older than TLS 1.2 only at its lowest level of security. */
const outdated = (version: SecureVersion) => ({ ...exactly(version), ciphers: 'DEFAULT:@SECLEVEL=0' });

const VERSIONS: Readonly<Record<string, TlsVersion['options']>> = {
  TLS: {},
  TLS_CLIENT: {},
  SSLv23: {},
  TLSv1: outdated('TLSv1'),
  TLSv1_1: outdated('TLSv1.1'),
  TLSv1_2: exactly('TLSv1.2'),
  TLSv1_3: exactly('TLSv1.3'),
};
