import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import { filter, firstValueFrom, take, tap, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { docker } from '../../src/edge/docker.ts';
import { engine, type Undeclared } from '../../src/edge/engine.ts';
import { defaults } from '../../src/labels/defaults.ts';

const containers = JSON.parse(readFileSync('spec/recordings/containers.json', 'utf8')) as Dockerode.ContainerInfo[];
const events = readFileSync('spec/recordings/events.ndjson', 'utf8');

const WATCHING = { defaults, images: 128, random: () => 0 };

/** dockerode with the answers of an engine, and the order in which it was asked. */
function answering(listed: readonly Dockerode.ContainerInfo[]) {
  const asked: string[] = [];
  const streams: PassThrough[] = [];
  const api = {
    info: () => (asked.push('info'), Promise.resolve({ SystemTime: '2026-11-22T13:55:00.5Z' })),
    getEvents: () => {
      asked.push('events');
      const stream = new PassThrough();
      streams.push(stream);
      return Promise.resolve(stream);
    },
    listContainers: () => {
      asked.push('list');
      streams.at(-1)!.write(events); // all of it happens while the list is fetched
      return new Promise((resolve) => setImmediate(() => resolve(listed)));
    },
    getContainer: (id: string) => ({
      inspect: () => (asked.push(`inspect ${id.slice(0, 4)}`), Promise.resolve({ State: { StartedAt: '2026-11-22T13:00:00Z' } })),
    }),
  };
  return { asked, streams, engine: engine(api as unknown as Dockerode & Undeclared, 60_000) };
}

it('listens first, then lists, then releases what happened meanwhile', async () => {
  const world = answering(containers);
  const facts = await firstValueFrom(docker(world.engine, WATCHING).pipe(take(11), toArray()));
  expect(world.asked).toEqual(['info', 'events', 'list']);
  expect(facts.map(({ type }) => type).slice(0, 3)).toEqual(['docker.reached', 'docker.listed', 'container.started']);
  const listed = facts.find((fact) => fact.type === 'docker.listed');
  expect(listed?.at).toBe(Date.parse('2026-11-22T13:55:00.5Z'));
  expect(listed?.containers.map(({ name, condition, jobs }) => [name, condition, jobs.length])).toEqual([
    ['shop_db_1', 'paused', 1],
    ['shop_web_9', 'running', 1],
  ]);
});

it('inspects only the containers of a service that has several', async () => {
  const [db, web] = [
    containers.find(({ Names }) => Names[0] === '/shop_db_1')!,
    containers.find(({ Names }) => Names[0] === '/shop_web_9')!,
  ];
  const world = answering([db, web, { ...web, Id: 'feedbeef', Names: ['/shop_web_2'] }]);
  const listed = await firstValueFrom(docker(world.engine, WATCHING).pipe(filter((fact) => fact.type === 'docker.listed')));
  expect(world.asked.filter((call) => call.startsWith('inspect'))).toEqual([`inspect ${web.Id.slice(0, 4)}`, 'inspect feed']);
  expect(listed.containers.map(({ startedAt }) => new Date(startedAt).toISOString())).toContain('2026-11-22T13:00:00.000Z');
});

it('tells the loss and begins again when the event stream ends', async () => {
  const world = answering(containers);
  const facts$ = docker(world.engine, WATCHING).pipe(
    tap(({ type }) => type === 'docker.listed' && world.streams.at(-1)!.end()),
    filter(({ type }) => type.startsWith('docker')),
    take(4),
    toArray(),
  );
  expect((await firstValueFrom(facts$)).map(({ type }) => type)).toEqual([
    'docker.reached',
    'docker.listed',
    'docker.lost',
    'docker.reached',
  ]);
});
