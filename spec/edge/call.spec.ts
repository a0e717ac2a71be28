import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { concatMap, firstValueFrom, Observable, toArray } from 'rxjs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { call, chunks, EngineError } from '../../src/edge/call.ts';
import { engine, type Undeclared } from '../../src/edge/engine.ts';

/** An engine that answers every call so, over a real socket. */
async function answering(answer: RequestListener): Promise<{ server: Server; api: ReturnType<typeof engine> }> {
  const folder = mkdtempSync(join(tmpdir(), 'bosun-call-'));
  const server = createServer(answer).listen(join(folder, 's'));
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return { server, api: engine(new Dockerode({ host: '', socketPath: join(folder, 's') }) as Dockerode & Undeclared, 60_000) };
}

it("an answer that is an error has the engine's own words, and its status", async () => {
  const { api } = await answering((_, answer) =>
    answer.writeHead(409, { 'content-type': 'application/json' }).end('{"message":"Container x is paused"}'),
  );
  const failed = firstValueFrom(api.createExec('x', { Cmd: ['true'] }));
  await expect(failed).rejects.toThrow('Container x is paused');
  await expect(failed).rejects.toBeInstanceOf(EngineError);
  await expect(failed).rejects.toMatchObject({ status: 409 });
});

it('a call that is left is aborted, and what it waited for is closed', async () => {
  const { server, api } = await answering(() => undefined);
  const requested = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  const asked = api.now().subscribe();
  const [, answer] = await requested;
  asked.unsubscribe();
  await once(answer, 'close');
});

it('a stream is open for as long as somebody reads it, and closed when it is left', async () => {
  const { server, api } = await answering((_, answer) => answer.writeHead(200).write('{}\n'));
  const requested = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  const read$ = api.events(0).pipe(concatMap(chunks));
  expect(Buffer.from(await firstValueFrom(read$)).toString()).toBe('{}\n'); // and leaves it
  const [, answer] = await requested;
  if (!answer.closed) await once(answer, 'close');
});

it('a stream that is cut is an error, one that ends is not', async () => {
  let cut = true;
  const { api } = await answering((_, answer) => {
    answer.writeHead(200).write('{}\n', () => (cut ? answer.destroy() : answer.end()));
  });
  await expect(firstValueFrom(api.events(0).pipe(concatMap(chunks), toArray()))).rejects.toThrow('the connection was closed');
  cut = false;
  expect(await firstValueFrom(api.events(0).pipe(concatMap(chunks), toArray()))).toHaveLength(1);
});

it('asks for events from the time that it is given, to the microsecond', async () => {
  let path = '';
  const { api } = await answering((request, answer) => {
    path = request.url ?? '';
    answer.end();
  });
  await firstValueFrom(api.events(1_795_356_713_690.786).pipe(concatMap((stream) => chunks(stream).pipe(toArray()))));
  expect(new URL(path, 'http://engine').searchParams.get('since')).toBe('1795356713.690786');
});

it('gives up an answer that does not come within a minute, and leaves no timer behind', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const told: unknown[] = [];
  const silent = (signal: AbortSignal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  call(60_000, silent).subscribe({ error: (cause: unknown) => told.push(cause) });
  return vi.advanceTimersByTimeAsync(60_000).then(async () => {
    expect(told).toEqual([new Error('no answer within 60 s')]);
    const throwing = call(60_000, () => {
      throw new Error('at once');
    });
    await expect(firstValueFrom(throwing)).rejects.toThrow('at once');
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('that an engine wants TLS is said in words', async () => {
  const { api } = await answering((_, answer) => answer.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n')); // as Go does
  await expect(firstValueFrom(api.now())).rejects.toThrow('it speaks TLS, and no certificates are given: DOCKER_CERT_PATH says where');
});

it('is nothing until somebody wants it', () => {
  const ask = vi.fn(() => Promise.resolve(1));
  expect(call(60_000, ask)).toBeInstanceOf(Observable);
  expect(ask).not.toHaveBeenCalled();
});
