import { request, type IncomingMessage } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { simulatedEngine, type Options, type SimulatedEngine } from './support/simulated/simulated-engine.ts';

const engineOf = async (options?: Options): Promise<SimulatedEngine> => {
  const engine = await simulatedEngine(options);
  onTestFinished(() => engine.close());
  return engine;
};

const open = (socketPath: string, path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => request({ socketPath, path, agent: false }, resolve).on('error', reject).end());

async function text(answer: IncomingMessage): Promise<string> {
  let all = '';
  try {
    for await (const chunk of answer) all += String(chunk);
  } catch {
    all += '<cut>';
  }
  return all;
}

it('10,000 containers with two jobs each are listed, whole', async () => {
  const engine = await engineOf();
  await engine.script('scale web to 10000 with a every 1h: true, b every 2h: true');
  const from = performance.now();
  const listed = JSON.parse(await text(await open(engine.socket, '/containers/json'))) as { Labels: object }[];
  console.log(`10,000 containers listed in ${Math.round(performance.now() - from)} ms`);
  expect(listed).toHaveLength(10_000);
  expect(Object.keys(listed[9_999]!.Labels)).toContain('deck-chores.b.command');
});

it('100,000 events reach who listens, in order and none twice', async () => {
  const engine = await engineOf();
  await engine.script('start web-1');
  const events = await open(engine.socket, '/events');
  const from = performance.now();
  let [count, last, rest] = [0, 0, ''];
  const all = new Promise<void>((resolve) =>
    events.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const { timeNano } = JSON.parse(line) as { timeNano: number };
        if (timeNano <= last) throw new Error('out of order');
        last = timeNano;
        if (++count === 100_000) resolve();
      }
    }),
  );
  for (let n = 0; n < 500; n++) {
    await engine.script('pause web-1; unpause web-1;'.repeat(100));
    await new Promise(setImmediate);
  }
  await all;
  console.log(`100,000 events in ${Math.round(performance.now() - from)} ms`);
  await engine.script('pause web-1');
  await expect.poll(() => count).toBe(100_001);
});

it('cuts its events after so many bytes, wherever that is', async () => {
  const engine = await engineOf();
  const events = await open(engine.socket, '/events');
  await engine.script('cut at 812; start web-1; start web-2; start web-3');
  const told = await text(events);
  expect(told).toMatch(/<cut>$/);
  expect(told).toHaveLength(812 + '<cut>'.length);
});

it('drops what it is told to, and keeps the last 256 for `since`', async () => {
  const engine = await engineOf();
  const events = await open(engine.socket, '/events');
  await engine.script('start web-1; drop 2 events; pause web-1; unpause web-1; die web-1; cut at 0; remove web-1');
  expect((await text(events)).match(/"Action":"[a-z]+"/g)).toEqual(
    ['create', 'start', 'kill', 'die'].map((action) => `"Action":"${action}"`),
  );
  await engine.script(`start web-2; ${'pause web-2; unpause web-2; '.repeat(200)}`);
  const kept = await text(await open(engine.socket, `/events?since=0&until=${Math.ceil(Date.now() / 1000) + 1}`));
  expect(kept.trim().split('\n')).toHaveLength(256);
});

it('half-open, keeps every connection and says nothing', async () => {
  const engine = await engineOf();
  const events = await open(engine.socket, '/events');
  const heard: string[] = [];
  events
    .setEncoding('utf8')
    .on('data', (chunk: string) => heard.push(chunk))
    .on('error', () => undefined);
  await engine.script('half-open; start web-1');
  let answered = false;
  const asked = open(engine.socket, '/_ping').then(
    () => (answered = true),
    () => undefined,
  );
  await expect.poll(engine.calls).toBe(2);
  await engine.script('heal; start web-2');
  await expect.poll(() => heard.join('')).toContain('web-2');
  expect(heard.join('')).not.toContain('web-1');
  expect([answered, engine.listeners()]).toEqual([false, 1]);
  await engine.script('refuse');
  await asked;
});

it('answers commands by a function, where one is given', async () => {
  const engine = await engineOf({ program: ({ command, container }) => ({ stdout: `${command.join('+')} in ${container.name}` }) });
  await engine.script('start web-1');
  const post = (path: string, body: object): Promise<string> =>
    new Promise((resolve, reject) =>
      request({ socketPath: engine.socket, method: 'POST', path, agent: false }, (answer) => resolve(text(answer)))
        .on('error', reject)
        .end(JSON.stringify(body)),
    );
  const { Id } = JSON.parse(await post('/containers/web-1/exec', { Cmd: ['a', 'b'] })) as { Id: string };
  expect(await post(`/exec/${Id}/start`, {})).toMatch(/a\+b in web-1$/);
});

it.each(['dance web-1', 'start web-1 with nonsense'])('does not take "%s" for a script', async (script) => {
  const engine = await engineOf();
  await expect(engine.script(script)).rejects.toThrow(/a script does not know|a job is "NAME every INTERVAL: COMMAND"/);
});
