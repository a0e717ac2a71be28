import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jobId } from '../../src/labels/job-id.ts';

const { cases } = JSON.parse(readFileSync('spec/vectors/job-ids.json', 'utf8')) as { cases: { parts: string[]; id: string }[] };

it(`${cases.length} vectors: a job's id is the one that deck-chores gives it`, () => {
  expect(cases.map(({ parts }) => jobId(parts))).toEqual(cases.map(({ id }) => id));
});
