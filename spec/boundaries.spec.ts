import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** Who may import whom. Read a line as: the left may import the right, itself, and nothing else. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  facts: [],
  triggers: ['facts', 'luxon', 'cron-parser'],
  labels: ['facts', 'triggers', 'zod/mini', 'uuid', 'fastest-levenshtein'],
  state: ['facts'],
  derive: ['facts', 'state', 'triggers'],
  words: ['facts', 'derive', 'triggers'],
  streams: ['facts', 'state', 'derive', 'triggers', 'rxjs', 'tinyqueue'],
  edge: [
    'facts',
    'labels',
    'words',
    'streams',
    'rxjs',
    'node:*',
    'dockerode',
    'lru-cache',
    'zod/mini',
    '@aws-sdk/*',
    '@smithy/*',
    'minimist',
    'pino',
  ],
  cli: ['facts', 'triggers', 'labels', 'state', 'derive', 'words', 'streams', 'edge', 'rxjs', 'node:*'],
  marbles: ['facts', 'triggers', 'labels', 'state', 'derive', 'words', 'streams', 'rxjs', 'rxjs/testing'],
  'index.ts': ['facts', 'triggers', 'labels', 'state', 'derive', 'words', 'streams', 'rxjs'],
  'marbles.ts': ['marbles', 'facts', 'triggers', 'labels', 'state', 'derive', 'words', 'streams', 'rxjs'],
  'docker.ts': ['facts', 'triggers', 'labels', 'state', 'derive', 'words', 'streams', 'edge', 'rxjs'],
  'aws.ts': ['facts', 'triggers', 'labels', 'state', 'derive', 'words', 'streams', 'edge', 'rxjs', 'package.json'],
  'daemon.ts': ['*'],
  'clustercron.ts': ['*'],
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

it.each(files)('%s imports only what its module may', (file) => {
  expect(forbidden(file, readFileSync(join('src', file), 'utf8'))).toEqual([]);
});

it.each([
  ["import { v5 } from 'uuid';", 'uuid'],
  ["import type { Service } from '../state/service.ts';", 'state'],
  ["import '../edge/log.ts';", 'edge'],
  ["export * from '../daemon.ts';", 'daemon.ts'],
  ["const load = () => import('node:fs');", 'node:fs'],
  ['const load = () => import("node:fs");', 'node:fs'],
  ["const fs = require('fs');", 'fs'],
])('a fact may not say %s', (source, name) => {
  expect(forbidden('facts/fact.ts', source)).toEqual([name]);
});

it('every module of src is in the table, and the table names no other', () => {
  expect(Object.keys(MAY_IMPORT).sort()).toEqual([...new Set(files.map((file) => file.split('/')[0]))].sort());
});

function forbidden(file: string, source: string): readonly string[] {
  const module = file.split('/')[0]!;
  const allowed = [module, ...MAY_IMPORT[module]!];
  const imported = ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => target(file, fileName));
  return imported.filter((name) => !allowed.some((rule) => rule === name || (rule.endsWith('*') && name.startsWith(rule.slice(0, -1)))));
}

const target = (file: string, path: string): string =>
  path.startsWith('.')
    ? posix
        .join(dirname(file), path)
        .replace(/^\.\.\//, '')
        .split('/')[0]!
    : path;

/** `Date.now`, timers and `process` belong to the edge, the commands and the composition roots: the pure half is told the time, streams have RxJS's clock. */
it('nothing but the edge, the commands and the composition roots touches the world', () => {
  const worldly = files.filter((file) => /setTimeout|setInterval|Date\.now|process\./.test(readFileSync(join('src', file), 'utf8')));
  expect(worldly.filter((file) => !/^(edge\/|cli\/|daemon\.ts$|clustercron\.ts$)/.test(file))).toEqual([]);
});
