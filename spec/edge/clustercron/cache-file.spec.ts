import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fresh, readCache, writeCache, type Entries, type Reported } from '../../../src/edge/clustercron/cache-file.ts';

let folder: string;
let filename: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bosun-cache-'));
  filename = join(folder, 'cache.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const answer = (self: string, at = 0): Reported => ({
  type: 'targets.reported',
  at,
  instance: 'i-05cc',
  self,
  targets: [
    { id: 'i-05cc', state: 'InService', healthy: true },
    { id: 'i-0f13', state: 'OutOfService', healthy: false },
  ],
});

const ours = (entries: unknown, version: unknown = 1) => JSON.stringify({ version, entries });

const put = (text: string, mode = 0o600) => {
  writeFileSync(filename, text);
  chmodSync(filename, mode);
};

it('gives back what was written, entry by entry', () => {
  const entries = { 'elb a': answer('i-05cc', 1.5), 'alb a': answer('10.0.0.9', 2) };
  writeCache(filename, entries);
  expect(readCache(filename)).toEqual({ entries });
});

it('replaces all that was there, with a file that only its user reads, and leaves no draft', () => {
  put(ours({ old: answer('i-05cc') }), 0o644);
  writeCache(filename, { new: answer('i-05cc') });
  expect(readCache(filename)).toEqual({ entries: { new: answer('i-05cc') } });
  expect(statSync(filename).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['cache.json']);
});

it('writes through no link: what was linked stays', () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'precious');
  symlinkSync(other, filename);
  writeCache(filename, { key: answer('i-05cc') });
  expect(readFileSync(other, 'utf8')).toBe('precious');
  expect(readCache(filename)).toEqual({ entries: { key: answer('i-05cc') } });
});

it('where it cannot be written, it says so by throwing', () => {
  expect(() => writeCache(join(folder, 'none', 'cache.json'), {})).toThrow('ENOENT');
});

it('no file, no entries', () => {
  expect(readCache(filename)).toEqual({ entries: {} });
});

const good = answer('i-05cc');
it.each([
  ["the original's", '{"master": true, "isodate": "2021-01-01T00:00:00.0"}'],
  ['an empty file', ''],
  ['no JSON', '{"version": 1, "entries": {'],
  ['null', 'null'],
  ['a number', '5'],
  ['a list', '[]'],
  ['a version to come', ours({ key: good }, 2)],
  ['a version as text', ours({ key: good }, '1')],
  ['no entries', '{"version": 1}'],
  ['null for entries', ours(null)],
  ['text for entries', ours('key')],
  ['null for an entry', ours({ key: null })],
  ['an unknown answer', ours({ key: { type: 'targets.unreachable', at: 0, reason: 'x' } })],
  ['an entry without a time', ours({ key: { ...good, at: undefined } })],
  ['a time as text', ours({ key: { ...good, at: '2021-01-01' } })],
  ['an entry without an instance', ours({ key: { ...good, instance: undefined } })],
  ['an entry without a self', ours({ key: { ...good, self: 5 } })],
  ['an entry without targets', ours({ key: { ...good, targets: undefined } })],
  ['targets that are none', ours({ key: { ...good, targets: [null] } })],
  ['a target without an id', ours({ key: { ...good, targets: [{ state: 'InService', healthy: true }] } })],
  ['a target without a state', ours({ key: { ...good, targets: [{ id: 'i-05cc', healthy: true }] } })],
  ['a target that is healthy in words', ours({ key: { ...good, targets: [{ id: 'i-05cc', state: 'InService', healthy: 'true' }] } })],
])('%s is no entry, and no reason for distrust', (_, text) => {
  put(text);
  expect(readCache(filename)).toEqual({ entries: {} });
});

it.each([null, {}, 5, 'x', [], { ...good, targets: [null] }])('an entry that is none (%j) does not spoil the others', (bad) => {
  put(ours({ bad, key: good }));
  expect(readCache(filename)).toEqual({ entries: { key: good } });
});

it('a link is distrusted, whatever it leads to', () => {
  writeCache(join(folder, 'real.json'), { key: good });
  symlinkSync(join(folder, 'real.json'), filename);
  expect(readCache(filename)).toEqual({ distrusted: 'it is a symbolic link' });
});

it('a link to nothing is distrusted too', () => {
  symlinkSync(join(folder, 'none'), filename);
  expect(readCache(filename)).toEqual({ distrusted: 'it is a symbolic link' });
});

it.each([
  [0o666, 'others may write to it'],
  [0o620, 'others may write to it'],
  [0o602, 'others may write to it'],
  [0o777, 'others may write to it'],
])('a file of mode %o is distrusted, and ours to replace', (mode, distrusted) => {
  put(ours({ key: good }), mode);
  expect(readCache(filename)).toEqual({ distrusted, ours: true });
});

it.each([0o600, 0o644, 0o755])('a file of mode %o is read: nobody else can have written it', (mode) => {
  put(ours({ key: good }), mode);
  expect(readCache(filename)).toEqual({ entries: { key: good } });
});

it('a file that all may write is distrusted before it is read, be it garbage', () => {
  put('garbage', 0o666);
  expect(readCache(filename)).toEqual({ distrusted: 'others may write to it', ours: true });
});

it.runIf(process.geteuid?.() === 0)("where the spec runs as root: another user's file is distrusted", () => {
  put(ours({ key: good }));
  chownSync(filename, 12345, 12345);
  expect(readCache(filename)).toEqual({ distrusted: 'it belongs to another user (12345)' });
});

it('a folder is distrusted', () => {
  mkdirSync(filename);
  expect(readCache(filename)).toEqual({ distrusted: 'it is no file' });
});

it('a pipe is distrusted, and not waited for', () => {
  expect(spawnSync('mkfifo', ['-m', '600', filename]).status).toBe(0);
  expect(readCache(filename)).toEqual({ distrusted: 'it is no file' });
});

it('what cannot be opened is distrusted, with the reason', () => {
  put('');
  expect(readCache(join(filename, 'below'))).toEqual({ distrusted: 'it cannot be read: ENOTDIR' });
});

it.each(['__proto__', 'constructor', 'toString'])('an entry named %s is one like others, and none where it was not written', (key) => {
  const read = () => (readCache(filename) as { entries: Entries }).entries;
  writeCache(filename, { other: good });
  expect(fresh(read(), key, 0, 1)).toBeUndefined();
  put(`{"version":1,"entries":{"${key}":${JSON.stringify(good)}}}`);
  expect(fresh(read(), key, 0, 1)).toEqual(good);
  expect(fresh(read(), 'other', 0, 1)).toBeUndefined();
  writeCache(filename, read());
  expect(fresh(read(), key, 0, 1)).toEqual(good);
});

it.each([
  ['as it is given', 0, true],
  ['just before it expires', 58_999, true],
  ['when it expires', 59_000, false],
  ['long after', 1e12, false],
  ['where it is from a time to come', -1, false],
])('an answer %s (%d ms) is fresh: %s', (_, age, expected) => {
  const kept = answer('i-05cc', 1_600_000_000_000);
  expect(fresh({ key: kept }, 'key', kept.at + age, 59_000)).toBe(expected ? kept : undefined);
});

it("another's answer is not ours, and where nothing may be old nothing is fresh", () => {
  expect(fresh({ key: good }, 'Key', 0, 59_000)).toBeUndefined();
  expect(fresh({ key: good }, 'key', 0, 0)).toBeUndefined();
});

it('a draft that cannot be put in place is not left', () => {
  mkdirSync(join(folder, 'taken.json'));
  expect(() => writeCache(join(folder, 'taken.json'), {})).toThrow('EISDIR');
  expect(readdirSync(folder)).toEqual(['taken.json']);
});
