import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { segmentName } from '../../../src/edge/journal/segment.ts';
import { recalled } from '../../../src/edge/journal/recalled.ts';
import { ledger } from '../../../src/streams/ledger.ts';
import { journalFolder } from '../../support/journal-folder.ts';

const folder = journalFolder();
afterAll(() => folder[Symbol.dispose]());
beforeEach(() => folder.empty());

const segment = (number: number): string => join(folder.path, segmentName(number));
const heading = `${JSON.stringify({ ...ledger(1).snapshot(), version: 1 })}\n`;
const at = (time: number): string => `{"type":"docker.reached","at":${time}}\n`;

it('segments whose first line is broken are gone on with in their order', () => {
  writeFileSync(segment(1), heading + at(1));
  writeFileSync(segment(2), `broken\n${at(2)}`);
  writeFileSync(segment(3), `broken\n${at(3)}`);
  expect(recalled(folder.path).known?.at).toBe(3);
});

it('what is set aside is added to what was set aside before', () => {
  writeFileSync(segment(1), heading);
  for (const torn of ['{"a', '{"b']) {
    appendFileSync(segment(1), torn);
    recalled(folder.path);
  }
  expect(readFileSync(`${segment(1)}.torn`, 'utf8')).toBe('{"a{"b');
  expect(readFileSync(segment(1), 'utf8')).toBe(heading);
});
