import { expect, it } from 'vitest';
import { tlsVersion } from '../../src/edge/tls-version.ts';

it.each([
  ['TLS', undefined],
  ['TLS_CLIENT', undefined],
  ['SSLv23', undefined],
  ['PROTOCOL_TLS', undefined],
  ['TLSv1', 'TLSv1'],
  ['TLSv1_1', 'TLSv1.1'],
  [' tlsv1_2 ', 'TLSv1.2'],
  ['TLSv1_3', 'TLSv1.3'],
])('%s is exactly %s', (given, version) => {
  const { minVersion, maxVersion } = tlsVersion(given).options;
  expect([minVersion, maxVersion]).toEqual([version, version]);
});

it.each(['SSLv3', 'TLS_SERVER', 'TLSv1.2', '1.2'])('"%s" is refused with what is allowed', (given) => {
  expect(() => tlsVersion(given)).toThrow(
    `"${given}" is no version of TLS for a client, allowed are TLS, TLS_CLIENT, SSLv23, TLSv1, TLSv1_1, TLSv1_2, TLSv1_3`,
  );
});
