import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspected, listed, type Container, type Containers, type Creation } from './containers.ts';
import { has, type Events, type Filters } from './events.ts';
import { inspectedExec, type execs } from './execs.ts';
import { recorded, template } from './recorded.ts';
import { Refusal } from './refusal.ts';

/** What a simulated engine consists of. */
export interface Parts {
  readonly containers: Containers;
  readonly execs: ReturnType<typeof execs>;
  readonly events: Events;
  readonly image: string;
  /** The engine's own. */
  readonly id: string;
  readonly now: () => number;
}

interface Asked {
  /** What the path names. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly answer: ServerResponse;
}

/** Carries out one call of the engine's API; a `Refusal` is an answer too. https://docs.docker.com/reference/api/engine/version/v1.41/ */
export async function api(parts: Parts, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://engine');
  const path = pathname.replace(/^\/v\d\.\d+(?=\/)/, '');
  try {
    const [call, key] = route(request.method === 'HEAD' ? 'GET' : (request.method ?? ''), path);
    call(parts, { key, query: searchParams, body: await json(request), answer });
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    reply(answer, cause.status, { message: cause.message });
  }
}

type Call = (parts: Parts, asked: Asked) => void;

const CALLS: Readonly<Record<string, Call>> = {
  'GET /_ping': (_, { answer }) =>
    answer.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'api-version': '1.41', ostype: 'linux' }).end('OK'),
  'GET /version': (_, { answer }) => reply(answer, 200, template('version')),
  'GET /info': ({ containers, id, now }, { answer }) =>
    reply(answer, 200, {
      ...template('info'),
      ID: id,
      Containers: [...containers.all()].length,
      SystemTime: new Date(now()).toISOString(),
    }),
  'GET /events': ({ events }, { query, answer }) =>
    events.listen(answer, filters(query), nanoseconds(query, 'since'), nanoseconds(query, 'until')),
  'GET /containers/json': ({ containers }, { query, answer }) => {
    const wanted = filters(query);
    const all = truth(query, 'all') || wanted.has('status');
    reply(answer, 200, [...containers.all()].filter((container) => (all || isLive(container)) && matches(container, wanted)).map(listed));
  },
  'POST /containers/create': ({ containers }, { query, body, answer }) =>
    reply(answer, 201, { Id: containers.create(query.get('name') ?? `nameless-${performance.now()}`, body as Creation).id, Warnings: [] }),
  'GET /containers/*/json': ({ containers }, { key, answer }) => reply(answer, 200, inspected(containers.find(key))),
  'POST /containers/*/start': ({ containers }, { key, answer }) => reply(answer, containers.start(key) ? 204 : 304),
  'POST /containers/*/stop': ({ containers }, { key, answer }) => reply(answer, containers.stop(key) ? 204 : 304),
  'POST /containers/*/kill': ({ containers }, { key, answer }) => {
    containers.kill(key);
    reply(answer, 204);
  },
  'POST /containers/*/restart': ({ containers }, { key, answer }) => {
    containers.stop(key);
    containers.start(key);
    containers.tell('restart', containers.find(key));
    reply(answer, 204);
  },
  'POST /containers/*/pause': ({ containers }, { key, answer }) => {
    containers.pause(key);
    reply(answer, 204);
  },
  'POST /containers/*/unpause': ({ containers }, { key, answer }) => {
    containers.unpause(key);
    reply(answer, 204);
  },
  'POST /containers/*/rename': ({ containers }, { key, query, answer }) => {
    containers.rename(key, query.get('name') ?? '');
    reply(answer, 204);
  },
  'POST /containers/*/exec': ({ execs }, { key, body, answer }) => reply(answer, 201, { Id: execs.create(key, body ?? {}) }),
  'DELETE /containers/*': ({ containers }, { key, query, answer }) => {
    containers.remove(key, truth(query, 'force'));
    reply(answer, 204);
  },
  'POST /exec/*/start': ({ execs }, { key, body, answer }) =>
    execs.start(key, answer, (body as { Detach?: boolean } | undefined)?.Detach ?? false),
  'GET /exec/*/json': ({ execs }, { key, answer }) => reply(answer, 200, inspectedExec(execs.find(key))),
  'GET /images/*/json': ({ image }, { key, answer }) => {
    if (key !== image && key !== image.replace(/:latest$/, '') && key !== template('image').Id)
      throw new Refusal(404, `no such image: ${key}: No such image: ${key.includes(':') ? key : `${key}:latest`}`);
    reply(answer, 200, { ...template('image'), RepoTags: [image] });
  },
};

/** The call that a method and a path are, and what stands for the star in it. */
function route(method: string, path: string): [Call, string] {
  const exact = CALLS[`${method} ${path}`];
  if (exact) return [exact, ''];
  const [, kind = '', key = '', rest = ''] = /^\/(containers|exec|images)\/(.+?)(\/[a-z]+)?$/.exec(path) ?? [];
  const call = CALLS[`${method} /${kind}/*${rest}`];
  if (!call) throw new Refusal(404, 'page not found');
  return [call, decodeURIComponent(key)];
}

function reply(answer: ServerResponse, status: number, body?: object): void {
  const text = body === undefined ? '' : `${JSON.stringify(body)}\n`;
  const headers = { 'api-version': '1.41', 'docker-experimental': 'false', ostype: 'linux', server: SERVER };
  answer
    .writeHead(
      status,
      text === '' ? headers : { ...headers, 'content-type': recorded.list?.type ?? '', 'content-length': Buffer.byteLength(text) },
    )
    .end(text);
}

const SERVER = 'Docker/20.10.24 (simulated)';

async function json(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text.trim() === '' ? undefined : JSON.parse(text);
}

const truth = (query: URLSearchParams, name: string): boolean => ['1', 'true', 'True'].includes(query.get(name) ?? '');

const isLive = ({ state }: Container): boolean => state === 'running' || state === 'paused';

function matches({ id, name, state, labels }: Container, wanted: Filters): boolean {
  const any = (kind: string, is: (value: string) => boolean) => wanted.get(kind)?.some(is) ?? true;
  return (
    any('status', (status) => status === state) &&
    any('label', (label) => has(labels, label)) &&
    any('id', (start) => id.startsWith(start)) &&
    any('name', (part) => `/${name}`.includes(part))
  );
}

/** `{"kind":["a"]}`, or as older clients say it `{"kind":{"a":true}}`. */
function filters(query: URLSearchParams): Filters {
  const text = query.get('filters');
  if (!text) return new Map();
  try {
    const read = JSON.parse(text) as Record<string, readonly string[] | Record<string, boolean>>;
    return new Map(
      Object.entries(read).map(([kind, values]) => [kind, Array.isArray(values) ? (values as string[]) : Object.keys(values)]),
    );
  } catch {
    throw new Refusal(500, `invalid character '${text.charAt(0)}' looking for beginning of value`);
  }
}

const nanoseconds = (query: URLSearchParams, name: string): number | undefined =>
  query.has(name) ? Number(query.get(name)) * 1e9 : undefined;
