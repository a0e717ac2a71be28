import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { client } from '../../src/edge/client.ts';
import { engineAddress } from '../../src/edge/engine-address.ts';

afterEach(() => vi.unstubAllEnvs());

it.each([
  ['127.0.0.1', ''],
  ['127.0.0.1', '/engines/one'],
  ['[::1]', ''],
])('finds the engine at http://%s and what is below %s, whatever the environment says to dockerode', async (host, prefix) => {
  vi.stubEnv('DOCKER_HOST', 'tcp://nowhere:2376');
  vi.stubEnv('DOCKER_CERT_PATH', '/nowhere');
  vi.stubEnv('DOCKER_CLIENT_TIMEOUT', '1');
  const asked: unknown[] = [];
  const server = createServer(({ url, headers }, answer) => {
    asked.push(url, headers.host);
    setTimeout(() => answer.end('{}'), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, host.replace(/[[\]]/g, ''), resolve));
  const { port } = server.address() as AddressInfo;
  await client({ address: engineAddress(`http://${host}:${port}${prefix}`) }).listContainers();
  expect(asked).toEqual([`${prefix}/containers/json`, `${host}:${port}`]);
  expect(process.env.DOCKER_CERT_PATH).toBe('/nowhere');
  server.closeAllConnections();
  server.close();
});
