import { expect, it } from 'vitest';
import { engineAddress } from '../../src/edge/engine-address.ts';

it.each([
  ['unix:///var/run/docker.sock', { host: '', protocol: 'http', socketPath: '/var/run/docker.sock' }],
  ['unix://var/run/docker.sock', { host: '', protocol: 'http', socketPath: '/var/run/docker.sock' }],
  ['tcp://10.0.0.1:2376', { host: '10.0.0.1', protocol: 'http', port: 2376 }],
  ['tcp://proxy', { host: 'proxy', protocol: 'http', port: 2375 }],
  ['http://proxy:80', { host: 'proxy', protocol: 'http', port: 80 }],
])('%s is where dockerode finds it', (text, options) => {
  expect(engineAddress(text)).toEqual({ text, options });
});

it.each(['', 'foo', 'unix://', 'tcp://', 'ftp://x', 'tcp://a b'])('"%s" is refused with what is allowed', (text) => {
  expect(() => engineAddress(text)).toThrow(
    `"${text}" is no address of an engine, allowed are unix://PATH, tcp://HOST:PORT and http://HOST:PORT`,
  );
});
