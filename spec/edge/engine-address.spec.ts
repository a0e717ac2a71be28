import { expect, it } from 'vitest';
import { engineAddress } from '../../src/edge/engine-address.ts';

const socket = (path: string) => ({ way: 'socket', path });
const net = (host: string, port: number | undefined, tls: string, prefix = '') => ({ way: 'net', host, port, prefix, tls });
const ssh = (host: string, more: object = {}) => ({ way: 'ssh', host, port: undefined, user: undefined, path: undefined, ...more });

it.each([
  ['unix:///var/run/docker.sock', socket('/var/run/docker.sock')],
  ['unix://var/run/docker.sock', socket('/var/run/docker.sock')],
  ['unix:/run/docker.sock', socket('/run/docker.sock')],
  ['http+unix:///run/a b.sock', socket('/run/a b.sock')],
  ['unix://', socket('/var/run/docker.sock')],
  ['tcp://10.0.0.1:2376', net('10.0.0.1', 2376, 'asked')],
  [' TCP://proxy ', net('proxy', undefined, 'asked')],
  ['tcp://:2375', net('127.0.0.1', 2375, 'asked')],
  ['tcp://[::1]:2375/', net('[::1]', 2375, 'asked')],
  ['docker_engine:2375', net('docker_engine', 2375, 'asked')],
  ['http://proxy:80', net('proxy', 80, 'never')],
  ['http://proxy:80/engine/one/', net('proxy', 80, 'never', 'engine/one')],
  ['https://engine', net('engine', undefined, 'always')],
  ['https://engine:443', net('engine', 443, 'always')],
  ['ssh://engine', ssh('engine')],
  ['ssh://me@[::1]:2222/', ssh('::1', { user: 'me', port: 2222 })],
  ['ssh://me%40home@engine/run/user/1000/docker.sock', ssh('engine', { user: 'me@home', path: '/run/user/1000/docker.sock' })],
])('%s is understood', (text, address) => {
  expect(engineAddress(text)).toEqual({ text, ...address });
});

const ALLOWED = 'allowed are unix://PATH, tcp://HOST:PORT, http://HOST:PORT, https://HOST:PORT and ssh://USER@HOST:PORT/PATH';

it.each([
  '',
  'foo',
  '/var/run/docker.sock',
  'tcp://',
  'ftp://x',
  'tcp://a b',
  'tcp://x:port',
  'http://x?y',
  'ssh://',
  'npipe:////./pipe/docker_engine',
])('"%s" is refused with what is allowed', (text) => {
  expect(() => engineAddress(text)).toThrow(`"${text}" is no address of an engine, ${ALLOWED}`);
});

it.each([
  ['tcp://me:secret@host', `"tcp://…@host" is no address of an engine, ${ALLOWED}`],
  ['me:secret@host:2375', `"…@host:2375" is no address of an engine, ${ALLOWED}`],
  ['ssh://me:se//cr@et@host', `"ssh://…@host" is no address of an engine, ${ALLOWED}`],
  ['ssh://me:secret@host', '"ssh://…@host" has a password, allowed is none: ssh finds its keys by itself'],
])('of %s the password is not told', (text, fault) => {
  expect(() => engineAddress(text)).toThrow(new Error(fault));
});
