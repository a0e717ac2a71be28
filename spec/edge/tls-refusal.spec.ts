import { expect, it } from 'vitest';
import { tlsRefusal, type Seen } from '../../src/edge/tls-refusal.ts';
import { tlsVersion } from '../../src/edge/tls-version.ts';

// What no connection of tls.real.spec.ts brings about: OpenSSL's and Go's other ways to put it.

const tls = { version: tlsVersion('TLS'), certificates: undefined, isVerified: true, isNamed: false };
const unseen: Seen = { chain: [], isSecure: false, isAnswered: false };
const secure: Seen = { ...unseen, isSecure: true };
const [past, future] = ['Jan  1 00:00:00 2020 GMT', 'Jan  1 00:00:00 2120 GMT'];
const [valid, expired, early] = [
  { valid_from: past, valid_to: future },
  { valid_from: past, valid_to: past },
  { valid_from: future, valid_to: future },
];
const failure = (code: string, message = '') => Object.assign(new Error(message), { code });
const alert = (number: number) =>
  failure('EPROTO', `error:0A000412:SSL routines::ssl/tls alert:../rec_layer_s3.c:916:SSL alert number ${number}`);
const WANTS = 'it wants a client certificate, and there is none: DOCKER_CERT_PATH says where ca.pem, cert.pem and key.pem are';

it.each([
  [failure('CERT_HAS_EXPIRED'), unseen, 'its certificate has expired'],
  [
    failure('CERT_HAS_EXPIRED'),
    { ...unseen, chain: [valid, expired] },
    'the certificate of its authority has expired, it was valid until 2020-01-01T00:00:00Z',
  ],
  [failure('CERT_NOT_YET_VALID'), unseen, 'its certificate is not valid yet'],
  [failure('CERT_NOT_YET_VALID'), { ...unseen, chain: [early] }, 'its certificate is not valid before 2120-01-01T00:00:00Z'],
  [
    failure('DEPTH_ZERO_SELF_SIGNED_CERT'),
    unseen,
    'its certificate is signed by itself, not by an authority that is known here, and there is no ca.pem',
  ],
  [failure('ERR_TLS_CERT_ALTNAME_INVALID'), unseen, 'its certificate is for no host, not for its host, and ASSERT_HOSTNAME is on'],
  [alert(116), secure, WANTS],
  [alert(42), secure, WANTS],
  [alert(40), unseen, `it ended the handshake, as if ${WANTS}`],
  [alert(80), unseen, 'it ended the handshake with the TLS alert 80, SSL_VERSION is TLS'],
  [alert(70), unseen, 'it speaks no version of TLS from TLSv1_2 on: SSL_VERSION can name an older one'],
  [
    failure('ERR_SSL_UNSUPPORTED_PROTOCOL', 'error:0A000102:SSL routines::unsupported protocol'),
    unseen,
    'it speaks no version of TLS from TLSv1_2 on: SSL_VERSION can name an older one',
  ],
  [failure('ECONNRESET', 'read ECONNRESET'), secure, `it closed the connection without an answer, as if ${WANTS}`],
  [failure('EPIPE', 'write EPIPE'), secure, `it closed the connection without an answer, as if ${WANTS}`],
  [failure('ECONNRESET', 'read ECONNRESET'), { ...secure, isAnswered: true }, undefined],
  [failure('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:2376'), unseen, undefined],
])('%s is said as it is', (cause, seen, reason) => {
  expect(tlsRefusal(cause, seen, tls)).toBe(reason);
});
