import { readFileSync } from 'node:fs';
import { of, throwError } from 'rxjs';
import { expect, it } from 'vitest';
import { Unread, type ImageLabels } from '../../src/edge/image-labels.ts';
import type { ContainerFact } from '../../src/facts/fact.ts';
import { containerFact, eventOf } from '../../src/edge/container-events.ts';
import type { Engine } from '../../src/edge/engine.ts';
import { defaults } from '../../src/labels/defaults.ts';

/** Docker Engine 20.10: a container is started, paused, woken, renamed, killed and removed; another is paused; a third has no labels; an exec. */
const recorded = readFileSync('spec/recordings/events.ndjson', 'utf8').trim().split('\n');
const told = (
  line: string,
  image: ImageLabels = () => throwError(() => new Error('no image is asked for')),
  isBuild = false,
): ContainerFact[] => {
  const facts: ContainerFact[] = [];
  const engine = { isBuild: () => of(isBuild) } as unknown as Engine;
  containerFact(eventOf(line), { engine, defaults, image }).subscribe((fact) => facts.push(fact));
  return facts;
};
const service = (name: string) => `com.docker.compose.project=shop com.docker.compose.service=${name}`;

it("gives the facts that an engine's events tell, each with its service, and none for the rest", () => {
  const facts = recorded.flatMap((line) => told(line));
  expect(facts.map((fact) => [fact.type, fact.service])).toEqual([
    ['container.started', service('web')],
    ['container.paused', service('web')],
    ['container.unpaused', service('web')],
    ['container.renamed', service('web')],
    ['container.started', service('db')],
    ['container.paused', service('db')],
    ['container.unpaused', service('db')],
    ['container.died', service('web')],
    ['container.removed', service('web')],
  ]);
  expect(facts[0]).toMatchObject({ container: { name: 'shop_web_1', jobs: [{ name: 'backup' }] } });
  expect(facts[3]).toMatchObject({ name: 'shop_web_9' });
});

it("takes the time from the event's nanoseconds, so that the order within a millisecond is kept", () => {
  const times = recorded.flatMap((line) => told(line)).map(({ at }) => at);
  expect(times.every((at, n) => n === 0 || at > times[n - 1]!)).toBe(true);
  expect(times.some((at) => !Number.isInteger(at))).toBe(true);
});

it('takes `died`, as Podman says, for `die`', () => {
  const line = recorded.find((event) => event.includes('"Action":"die"'))!;
  expect(told(line.replaceAll('"die"', '"died"'))).toEqual(told(line));
});

it('asks for the image where its labels make a difference', () => {
  const line = recorded
    .find((event) => event.includes('"Action":"start"'))!
    .replace('"deck-chores.backup.command"', '"deck-chores.options.flags":"noimage","deck-chores.backup.command"');
  const [all] = told(line, () => of({}));
  const [none] = told(line, () => of({ 'deck-chores.backup.command': 'true', 'deck-chores.backup.interval': 'daily' }));
  expect([all, none].map((fact) => fact?.type === 'container.started' && fact.container.jobs.length)).toEqual([1, 0]);
});

it('a container whose image cannot be read has a problem and no job; no other is harmed', () => {
  const line = recorded
    .find((event) => event.includes('"Action":"start"'))!
    .replace('"deck-chores.backup.command"', '"deck-chores.options.flags":"noimage","deck-chores.backup.command"');
  const [fact] = told(line, () => of(new Unread('layer does not exist')));
  expect(fact).toMatchObject({
    container: {
      jobs: [],
      problems: [{ key: 'deck-chores.options.flags', message: expect.stringContaining('layer does not exist') as string }],
    },
  });
});

it('says of a damaged line that it is none, and quotes nothing of it', () => {
  expect(() => told('{"Actor":{"deck-chores.a.env.PW":"hunter2"')).toThrow(/^an event is no JSON$/);
});

it('says nothing of a container that is a step of a build, and asks only of one whose image is a bare id', () => {
  const line = recorded.find((event) => event.includes('"Action":"start"'))!;
  const of = (image: string) => line.replace(/"image":"[^"]*"/, `"image":"${image}"`);
  const id = 'sha256:6bfc5f5d7b2a3c1c6bfc5f5d7b2a3c1c6bfc5f5d7b2a3c1c6bfc5f5d7b2a3c1c';
  expect([id, id.slice(7, 19), 'busybox', 'deadbeef'].map((image) => told(of(image), undefined, true).length)).toEqual([0, 0, 1, 1]);
  expect(told(of(id), undefined, false)).toHaveLength(1);
});
