import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { differences } from './support/shape.ts';
import { simulatedEngine, type SimulatedEngine } from './support/simulated/simulated-engine.ts';

const real = inject('engine');
const NAME = `shapes-${process.pid}`;

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: unknown;
}

/** One call after the other, on an engine that knows none of our containers yet: what it is called, and what was answered. */
async function conversation(socket: string, image: string, prefix: string): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const ask = async (name: string, method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await call(socket, method, `${prefix}${path}`, body);
    answers.set(name, answer);
    return answer;
  };
  const id = (answer: Answer) => (answer.body as { Id: string }).Id;
  const since = Math.floor(Date.now() / 1000) - 1;

  await ask('ping', 'GET', '/_ping');
  await ask('version', 'GET', '/version');
  await ask('info', 'GET', '/info');
  const container = id(
    await ask('create', 'POST', `/containers/create?name=${NAME}`, {
      Image: image,
      Cmd: ['sleep', '1000'],
      Labels: { a: 'b' },
      HostConfig: { NetworkMode: 'none' },
    }),
  );
  const at = `/containers/${container}`;
  await ask('create a second of that name', 'POST', `/containers/create?name=${NAME}`, { Image: image });
  await ask('exec in one that was not started', 'POST', `${at}/exec`, { Cmd: ['true'] });
  await ask('start', 'POST', `${at}/start`);
  await ask('start again', 'POST', `${at}/start`);
  await ask('list', 'GET', `/containers/json?${filters({ name: [NAME] })}`);
  await ask('list by label', 'GET', `/containers/json?${filters({ label: ['a=c'] })}`);
  await ask('inspect', 'GET', `${at}/json`);
  await ask('inspect by name', 'GET', `/containers/${NAME}/json`);
  await ask('inspect nobody', 'GET', '/containers/nobody/json');
  await ask('image', 'GET', `/images/${image}/json`);
  await ask('image that is not there', 'GET', '/images/nothing/json');
  const exec = id(
    await ask('exec', 'POST', `${at}/exec`, {
      Cmd: ['sh', '-c', 'echo out; sleep 0.2; echo err >&2; exit 3'],
      AttachStdout: true,
      AttachStderr: true,
      User: 'app',
    }),
  );
  await ask('exec inspect before', 'GET', `/exec/${exec}/json`);
  await ask('exec start', 'POST', `/exec/${exec}/start`, { Detach: false, Tty: false });
  await ask('exec inspect after', 'GET', `/exec/${exec}/json`);
  await ask('exec start again', 'POST', `/exec/${exec}/start`, { Detach: false, Tty: false });
  const long = id(await ask('long exec', 'POST', `${at}/exec`, { Cmd: ['sleep', '5'] }));
  await ask('long exec start', 'POST', `/exec/${long}/start`, { Detach: true });
  await ask('long exec inspect', 'GET', `/exec/${long}/json`);
  await ask('exec without a command', 'POST', `${at}/exec`, {});
  await ask('exec in nobody', 'POST', '/containers/nobody/exec', { Cmd: ['true'] });
  await ask('exec that is not there', 'GET', '/exec/nobody/json');
  await ask('pause', 'POST', `${at}/pause`);
  await ask('pause again', 'POST', `${at}/pause`);
  await ask('exec in one that is paused', 'POST', `${at}/exec`, { Cmd: ['true'] });
  await ask('list paused', 'GET', `/containers/json?${filters({ status: ['paused'], name: [NAME] })}`);
  await ask('unpause', 'POST', `${at}/unpause`);
  await ask('unpause again', 'POST', `${at}/unpause`);
  await ask('rename', 'POST', `${at}/rename?name=${NAME}-2`);
  await ask('remove while it runs', 'DELETE', at);
  await ask('kill', 'POST', `${at}/kill`);
  await ask('exec in one that has ended', 'POST', `${at}/exec`, { Cmd: ['true'] });
  await ask('list all', 'GET', `/containers/json?all=1&${filters({ name: [NAME] })}`);
  await ask('stop again', 'POST', `${at}/stop`);
  await ask('remove', 'DELETE', at);
  await ask('page that is not there', 'GET', '/nowhere');
  await ask('filters that are none', 'GET', '/containers/json?filters=x');
  const until = Math.floor(Date.now() / 1000) + 1;
  await ask('events', 'GET', `/events?since=${since}&until=${until}&${filters({ type: ['container'], container: [container] })}`);
  await ask(
    'events of a kind',
    'GET',
    `/events?since=${since}&until=${until}&${filters({ event: ['exec_start', 'die'], container: [container] })}`,
  );
  return answers;
}

const filters = (wanted: object): string => `filters=${encodeURIComponent(JSON.stringify(wanted))}`;

const call = (socketPath: string, method: string, path: string, body?: object): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, method, path, headers: { 'content-type': 'application/json' }, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('latin1').on('data', (part: string) => (text += part));
      answer
        .on('error', reject)
        .on('end', () => resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'], body: read(text) }));
    });
    asked.on('error', reject).end(body && JSON.stringify(body));
  });

/** JSON, lines of JSON, or the text itself. */
function read(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  const lines = text.trim().split('\n');
  return lines.length > 1 ? lines.map((line) => JSON.parse(line) as unknown) : (JSON.parse(text) as unknown);
}

describe.skipIf('unavailable' in real).each(['', '/v1.41'])(
  `the simulated engine beside a real one${'unavailable' in real ? ` (no engine: ${real.unavailable})` : ''}, asked with the prefix "%s"`,
  (prefix) => {
    let simulated: SimulatedEngine;
    let told: ReadonlyMap<string, Answer>;
    let expected: ReadonlyMap<string, Answer>;
    beforeAll(async () => {
      simulated = await simulatedEngine();
      told = await conversation(simulated.socket, simulated.image, prefix);
      if ('socket' in real) expected = await conversation(real.socket, real.image, prefix);
    });
    afterAll(() => simulated.close());

    it('answers every call with the same status and type', () => {
      const brief = (answers: ReadonlyMap<string, Answer>) =>
        [...answers].map(([name, { status, type }]) => `${name}: ${status} ${type ?? ''}`);
      expect(brief(told)).toEqual(brief(expected));
    });

    it('answers in the same shape, field by field', () => {
      expect(
        [...expected].flatMap(([name, { body }]) => differences(body, told.get(name)?.body).map((difference) => `${name}${difference}`)),
      ).toEqual([]);
    });

    it('refuses in the same words, and writes the same output', () => {
      const words = (answers: ReadonlyMap<string, Answer>) =>
        [...answers]
          .map(
            ([name, { status, body }]) =>
              [name, status >= 400 ? (body as { message: string }).message : typeof body === 'string' ? body : ''] as const,
          )
          .map(([name, text]) => `${name}: ${text.replace(/[0-9a-f]{64}/g, 'ID')}`);
      expect(words(told)).toEqual(words(expected));
    });

    it('tells the same events, in the same order', () => {
      const actions = (answers: ReadonlyMap<string, Answer>, name: string) =>
        (answers.get(name)?.body as { Action: string }[]).map(({ Action }) => Action.trim());
      // When a container dies, its execs and itself end side by side: a real engine tells that in either order.
      const apart = (all: readonly string[]) => [
        all.filter((action) => action !== 'exec_die'),
        all.filter((action) => action === 'exec_die'),
      ];
      for (const name of ['events', 'events of a kind']) expect(apart(actions(told, name))).toEqual(apart(actions(expected, name)));
    });
  },
);
