import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entriesOf } from '../../../src/edge/journal/segment.ts';
import { folderOf } from '../../support/files.ts';

const said = (text: string) => [...entriesOf(join(folderOf({ segment: text }), 'segment'))].map((entry) => entry.said);

it.each([
  'nonsense',
  '{"type":"docker.unchanged"}',
  '[]',
  'null',
  '1',
  '{"at":1}',
  '{"type":"docker.later","at":1}',
  '{"type":"toString","at":1}',
  '{"type":"docker.unchanged","at":"1"}',
  '{"type":"docker.unchanged","at":1e300}',
  '{"type":"run.missed","at":1,"service":"s","run":"r","reason":"no"}',
  '{"type":"leadership.changed","at":1,"to":"leader"}',
  '{"type":"leadership.changed","at":1,"to":"leader","hold":1,"answer":{}}',
  '{"type":"leadership.changed","at":1,"to":"follower","hold":1,"from":"soon"}',
  '{"type":"snapshot","at":1,"version":1}',
  '{"type":"snapshot","at":1,"version":1,"services":[{"service":"s"}]}',
  '{"type":"snapshot","at":1,"version":1,"services":[{"service":"s","runs":[{"due":1}]}]}',
])('%s is no fact', (line) => {
  expect(said(`${line}\n`)).toEqual([undefined]);
});

it('a line without its end says nothing', () => {
  const line = '{"type":"docker.unchanged","at":1}';
  expect(said(`${line}\n${line}`)).toEqual([{ type: 'docker.unchanged', at: 1 }, undefined]);
});

it.each([
  '{"type":"leadership.changed","at":1,"to":"unknown","hold":60000,"reason":"it is away"}',
  '{"type":"leadership.changed","at":1,"to":"follower","hold":1,"from":5,"answer":{"at":1,"self":"i-1","isTarget":false,"healthy":0,"targets":0}}',
])('%s is one', (line) => {
  expect(said(`${line}\n`)).toEqual([JSON.parse(line)]);
});
