import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { afterEach, expect, it } from 'vitest';
import { client } from '../../src/edge/client.ts';
import { engineAddress } from '../../src/edge/engine-address.ts';
import { engine } from '../../src/edge/engine.ts';

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

/** What is told of a call that is answered so. */
async function told(status: number, body: string, type = 'text/html'): Promise<string> {
  server = createServer((_, answer) => answer.writeHead(status, { 'content-type': type, connection: 'close' }).end(body));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return reason(`tcp://127.0.0.1:${port}`);
}

const reason = (address: string) =>
  firstValueFrom(engine(client({ address: engineAddress(address) }), 5_000).now()).then(
    () => 'it answers',
    (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
  );

it.each([
  [
    403,
    '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>',
    'HTTP status 403 (403 Forbidden Request forbidden by administrative rules.), which is no answer of an engine: is a proxy between?',
  ],
  [404, '404 page not found\n', 'HTTP status 404 (404 page not found), which is no answer of an engine: is a proxy between?'],
  [302, '', 'HTTP status 302, which is no answer of an engine: is a proxy between?'],
])('the answer %i %j of another than an engine is told as such', async (status, body, words) => {
  expect(await told(status, body)).toBe(words);
});

it("an engine's own words are told as they are", async () => {
  expect(await told(500, '{"message":"no such thing: disk\\nfull"}', 'application/json')).toBe('no such thing: disk\nfull');
});

it.each([
  ['unix:///nowhere/docker.sock', 'connect ENOENT /nowhere/docker.sock: there is no such socket'],
  ['tcp://127.0.0.1:1', 'connect ECONNREFUSED 127.0.0.1:1: nobody listens there'],
])('%s: %s', async (address, words) => {
  expect(await reason(address)).toBe(words);
});
