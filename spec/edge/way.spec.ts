import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readWay } from '../../src/edge/way.ts';
import { readSettings } from '../../src/edge/settings.ts';
import { authority, store, type Certificate } from '../support/certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'bosun-way-'));
const at = (name: string) => join(folder, name);
let ca: string;
let ours: Certificate;
let theirs: Certificate;

beforeAll(async () => {
  const own = await authority();
  [ca, ours, theirs] = [own.ca, await own.sign(), await own.sign()];
  store(at('config'), { ca, ...ours });
  store(at('certs'), { ca, ...ours });
  store(at('home/.docker'), { ca, ...ours });
  store(at('partial'), { ca });
  store(at('mixed'), { ca, cert: ours.cert, key: theirs.key });
  store(at('garbage'), { ca: 'a', cert: 'b', key: 'c' });
});
afterAll(() => rmSync(folder, { recursive: true }));

const TCP = { DOCKER_HOST: 'tcp://engine' };
const UNVERIFIED = /^DOCKER_CERT_PATH: without DOCKER_TLS_VERIFY the engine's certificate is not verified/;

/** What is read, of which only what TLS is made of is shown: where the certificates are, and what is looked at. */
function way(environment: Record<string, string>, config = 'nowhere') {
  const read = readWay(environment, at(config));
  if ('faults' in read) return { faults: read.faults.map((fault) => fault.replaceAll(folder, '')) };
  const { tls } = read.way;
  const said = tls && [
    tls.certificates?.folder.replace(folder, ''),
    tls.isVerified && 'verified',
    tls.isNamed && 'named',
    tls.version.name,
  ];
  return { tls: said?.filter((part) => part !== false), warnings: read.warnings };
}

it.each([
  ['tcp without certificates', TCP, 'nowhere', undefined],
  ['tcp with those of deck-chores', TCP, 'config', ['/config', 'verified', 'TLS']],
  ['tcp with a name to be checked', { ...TCP, ASSERT_HOSTNAME: 'Yes' }, 'config', ['/config', 'verified', 'named', 'TLS']],
  ['tcp with a version', { ...TCP, SSL_VERSION: 'TLSv1_2' }, 'config', ['/config', 'verified', 'TLSv1_2']],
  ['tcp with those of Docker', { ...TCP, DOCKER_TLS_VERIFY: '1', HOME: at('home') }, 'config', ['/home/.docker', 'verified', 'TLS']],
  ['tcp without those of Docker', { ...TCP, DOCKER_TLS_VERIFY: '1', HOME: '/nowhere' }, 'config', ['/config', 'verified', 'TLS']],
  ['tcp with others', { ...TCP, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: at('certs') }, 'config', ['/certs', 'verified', 'TLS']],
  ['https without certificates', { DOCKER_HOST: 'https://engine' }, 'nowhere', [undefined, 'verified', 'named', 'TLS']],
  ['https without, but for its name', { DOCKER_HOST: 'https://engine', ASSERT_HOSTNAME: 'off' }, 'nowhere', [undefined, 'verified', 'TLS']],
  ['https with certificates', { DOCKER_HOST: 'https://engine' }, 'config', ['/config', 'verified', 'TLS']],
  ['http with some in the way', { DOCKER_HOST: 'http://engine', DOCKER_TLS_VERIFY: '1' }, 'partial', undefined],
  ['a socket with some in the way', { DOCKER_CERT_PATH: '/nowhere' }, 'partial', undefined],
  ['ssh with some in the way', { DOCKER_HOST: 'ssh://engine', DOCKER_TLS_VERIFY: '1' }, 'partial', undefined],
] as const)('%s', (_, environment, config, tls) => {
  expect(way(environment, config)).toEqual({ tls, warnings: [] });
});

it.each([
  ['DOCKER_CERT_PATH alone', { DOCKER_CERT_PATH: at('certs'), ASSERT_HOSTNAME: 'on' }, ['/certs', 'TLS'], UNVERIFIED],
  [
    'an odd word',
    { ASSERT_HOSTNAME: 'yep' },
    ['/config', 'verified', 'TLS'],
    /^ASSERT_HOSTNAME: "yep" counts as off, allowed are on, true/,
  ],
  ['a word for off', { DOCKER_TLS_VERIFY: '0' }, ['/config', 'verified', 'TLS'], /^DOCKER_TLS_VERIFY: "0" counts as on, as with Docker's/],
] as const)('%s is pointed out', (_, environment, tls, warning) => {
  expect(way({ ...TCP, ...environment }, 'config')).toEqual({ tls, warnings: [expect.stringMatching(warning)] });
});

it.each([
  [{}, 'partial', ['/partial: there is no cert.pem and no key.pem in /partial, allowed are all three of ca.pem, cert.pem, key.pem']],
  [
    { DOCKER_CERT_PATH: at('none') },
    'config',
    [/^DOCKER_CERT_PATH: there is no ca.pem and no cert.pem and no key.pem in \/none, allowed are all/],
  ],
  [
    { DOCKER_TLS_VERIFY: '1', HOME: at('none') },
    'nowhere',
    [/^DOCKER_TLS_VERIFY: there is no ca.pem and .* in \/none\/.docker, allowed are/],
  ],
  [{}, 'mixed', ['/mixed/key.pem: is not the key of cert.pem']],
  [
    {},
    'garbage',
    [
      '/garbage/ca.pem: holds no certificate, allowed is one in PEM',
      '/garbage/cert.pem: holds no certificate, allowed is one in PEM',
      '/garbage/key.pem: holds no key, allowed is a private key in PEM, without a passphrase',
    ],
  ],
] as const)('with %j and what is in %s', (environment, config, faults) => {
  const expected = faults.map((fault) => (typeof fault === 'string' ? fault : (expect.stringMatching(fault) as unknown)));
  expect(way({ ...TCP, ...environment }, config)).toEqual({ faults: expected });
});

it('a file that cannot be read is a fault, beside all others', () => {
  store(at('folder'), { cert: ours.cert, key: ours.key });
  store(at('folder/ca.pem'), {});
  expect(readSettings({ ...TCP, JOB_POOL_SIZE: 'ten' }, at('folder'))).toEqual({
    faults: [`${at('folder/ca.pem')}: cannot be read: EISDIR`, expect.stringMatching(/^JOB_POOL_SIZE: /)],
  });
});
