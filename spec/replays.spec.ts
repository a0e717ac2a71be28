import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { heard } from '../src/cli/heard.ts';
import { said } from '../src/cli/said.ts';

const FOLDER = 'spec/recordings';
const recordings = readdirSync(FOLDER).filter((name) => /^journal-.*(?<!\.commands)\.ndjson$/.test(name));

it('there are recordings', () => {
  expect(recordings.length).toBeGreaterThanOrEqual(3);
});

it.each(recordings)('%s leads to the commands that it has led to', (name) => {
  const now = heard(said(join(FOLDER, name), (odd) => expect.unreachable(odd)))
    .filter(({ commands }) => commands.length > 0)
    .map(({ at, commands }): unknown => JSON.parse(JSON.stringify({ at, commands })));
  const then = readFileSync(join(FOLDER, name.replace(/\.ndjson$/, '.commands.ndjson')), 'utf8')
    .trim()
    .split('\n');
  expect(now).toEqual(then.map((line) => JSON.parse(line) as unknown));
});

it.each(recordings)('%s has no value of env', (name) => {
  expect(readFileSync(join(FOLDER, name), 'utf8')).not.toMatch(/nobody may read/);
});
