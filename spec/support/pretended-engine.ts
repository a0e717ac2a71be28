import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { asyncScheduler, defer, map, Observable, of, timer } from 'rxjs';
import { docker } from '../../src/edge/docker.ts';
import type { Engine, Found } from '../../src/edge/engine.ts';
import type { Fact, Time } from '../../src/facts/fact.ts';
import { defaults } from '../../src/labels/defaults.ts';

/**
 * What bosun hears of an engine to which happens what the sentences say: `web-1 started [unheard]` (died, paused, unpaused, removed),
 * `engine ends the stream` (cuts it, writes garbage), `engine goes silent` (the stream is dead, without an end), `engine hangs` (and answers
 * nothing), `engine goes away`, `engine is back`. `asked` is called whenever the engine is asked for its time: for a connection, a probe, a listing.
 */
export const pretendedEngine = (happens$: Observable<string>, asked: () => void = () => undefined): Observable<Fact> =>
  new Observable((subscriber) => {
    const world = pretendedWorld(asked);
    subscriber.add(happens$.subscribe(world.happen));
    subscriber.add(docker(world.engine as Engine, { defaults, images: 1, random: () => 0.5 }).subscribe(subscriber));
  });

function pretendedWorld(asked: () => void): { readonly engine: Partial<Engine>; readonly happen: (sentence: string) => void } {
  const containers = new Map<string, Found>(); // those that live
  const started = new Map<string, Time>();
  const created = new Map<string, Time>();
  const past: { readonly at: Time; readonly line: string }[] = [];
  const streams = new Set<EventEmitter>();
  let state: 'well' | 'away' | 'hung' = 'well';

  const every = (tell: (stream: EventEmitter) => void) => [...streams].forEach(tell);
  const write = (stream: EventEmitter, line: string) => stream.emit('data', Buffer.from(`${line}\n`));

  const contain = (name: string, verb: string) => {
    const at = asyncScheduler.now();
    const known = containers.get(name) ?? found(name);
    if (verb === 'started') {
      started.set(name, at);
      created.set(name, created.get(name) ?? at);
      containers.set(name, { ...known, condition: 'running', created: created.get(name) ?? at });
    } else if (verb === 'died' || verb === 'removed') containers.delete(name);
    else containers.set(name, { ...known, condition: verb === 'paused' ? 'paused' : 'running' });
    const line = JSON.stringify({ Action: action(verb), Actor: { ID: name, Attributes: { ...known.labels, name } }, timeNano: at * 1e6 });
    past.push({ at, line });
    return line;
  };
  const turn = (into: typeof state, then: () => void = () => undefined) => {
    state = into;
    then();
  };
  const mishaps = new Map<string, () => void>([
    ['ends the stream', () => every((stream) => stream.emit('end'))],
    ['cuts the stream', () => every((stream) => stream.emit('close'))],
    ['writes garbage', () => every((stream) => write(stream, 'HTTP/1.1 500'))],
    ['goes silent', () => streams.clear()],
    ['hangs', () => turn('hung', () => streams.clear())],
    ['goes away', () => turn('away', () => every((stream) => stream.emit('close')))],
    ['is back', () => turn('well')],
  ]);
  const happen = (sentence: string) => {
    const [name = '', verb = '', unheard] = sentence.split(' ');
    if (name !== 'engine') {
      const line = contain(name, verb);
      if (unheard === undefined) every((stream) => write(stream, line));
      return;
    }
    const mishap = mishaps.get(sentence.slice('engine '.length));
    if (!mishap) throw new Error(`nothing happens by "${sentence}"`);
    mishap();
  };
  const answer = <T>(what: () => T): Observable<T> =>
    defer(() => {
      if (state === 'hung') return timer(60_000).pipe(map(() => fail('no answer within 60 s')));
      return state === 'away' ? fail('connect ECONNREFUSED') : of(what());
    });
  /** What was told from `since` on, and then what is told, or at `until` the end. */
  const events = (since: Time, until: Time = Infinity): Readable => {
    const stream = new EventEmitter();
    asyncScheduler.schedule(() => {
      past.filter(({ at }) => at >= since && at < until).forEach(({ line }) => write(stream, line));
      if (until !== Infinity) stream.emit('end');
    });
    if (until === Infinity) streams.add(stream);
    return Object.assign(stream, { destroy: () => streams.delete(stream) }) as unknown as Readable;
  };
  return {
    happen,
    engine: {
      now: () => defer(() => (asked(), answer(() => asyncScheduler.now()))),
      list: () => answer(() => [...containers.values()]),
      startedAt: (id) => answer(() => started.get(id) ?? 0),
      events: (since, until) => answer(() => events(since, until)),
    },
  };
}

function fail(reason: string): never {
  throw new Error(reason);
}

const found = (name: string): Found => ({
  id: name,
  name,
  image: 'busybox',
  labels: {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': name.replace(/-\d+$/, ''),
    'deck-chores.backup.command': '1ms',
    'deck-chores.backup.interval': 'weekly',
  },
  condition: 'running',
  created: 0,
});

/** What the engine calls it: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents */
function action(verb: string): string {
  const said = { started: 'start', died: 'die', paused: 'pause', unpaused: 'unpause', removed: 'destroy' }[verb];
  if (said === undefined) throw new Error(`no container has ever "${verb}"`);
  return said;
}
