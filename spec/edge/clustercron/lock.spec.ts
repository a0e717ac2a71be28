import { spawnSync } from 'node:child_process';
import {
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lock, type Lock } from '../../../src/edge/clustercron/lock.ts';

const STALE = 120_000;
const OWN = String(process.pid);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bosun-lock-'));
  path = join(folder, 'cache.json.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const take = (stale = STALE): Lock => {
  const taken = lock(path, stale);
  if (typeof taken === 'string') throw new Error(`not taken: ${taken}`);
  return taken;
};

const age = (milliseconds: number) => {
  const then = (Date.now() - milliseconds) / 1_000;
  lutimesSync(path, then, then);
};

it('of two takers one has it, and it names the process', () => {
  take();
  expect(readlinkSync(path)).toBe(OWN);
  expect(lock(path, STALE)).toBe('held');
  expect(readdirSync(folder)).toEqual(['cache.json.lock']);
});

it('who releases it leaves nothing, and the next one has it', () => {
  take().release();
  expect(readdirSync(folder)).toEqual([]);
  take().release();
  expect(readdirSync(folder)).toEqual([]);
});

it('to release it twice takes it from nobody else', () => {
  const first = take();
  first.release();
  symlinkSync('1', path);
  first.release();
  expect(readlinkSync(path)).toBe('1');
});

it('one taken over is not released by who had it before', () => {
  const before = take();
  rmSync(path);
  symlinkSync('1', path);
  before.release();
  expect(readlinkSync(path)).toBe('1');
});

it('one that somebody has removed can be released', () => {
  const held = take();
  rmSync(path);
  expect(() => held.release()).not.toThrow();
});

it('a living process keeps it', () => {
  symlinkSync(String(process.ppid), path);
  expect(lock(path, STALE)).toBe('held');
  expect(readlinkSync(path)).toBe(String(process.ppid));
});

it("a dead process's is taken over", () => {
  symlinkSync(String(spawnSync('true').pid), path);
  take();
  expect(readlinkSync(path)).toBe(OWN);
});

it.each(['0', '-1', 'nobody', '1.5', '99999999999', '/etc/passwd'])('one that names no process, %s, is taken over', (target) => {
  symlinkSync(target, path);
  take();
  expect(readlinkSync(path)).toBe(OWN);
});

it('a file in its place is none of ours, and stays', () => {
  writeFileSync(path, OWN);
  expect(lock(path, STALE)).toBe('foreign');
  expect(lstatSync(path).isFile()).toBe(true);
});

it('one older than what is stale is taken over, though its process lives', () => {
  symlinkSync(String(process.ppid), path);
  age(STALE - 30_000);
  expect(lock(path, STALE)).toBe('held');
  age(STALE + 1_000);
  take();
  expect(readlinkSync(path)).toBe(OWN);
});

it('the link is not followed: the age is its own, and what it points to stays', () => {
  const own = join(folder, OWN);
  writeFileSync(own, 'a file that has the name of the process');
  lutimesSync(own, 0, 0);
  take();
  expect(lock(path, STALE)).toBe('held');
  age(STALE + 1_000);
  take().release();
  expect(readdirSync(folder)).toEqual([OWN]);
});

it.runIf(process.geteuid?.() === 0)("where the spec runs as root: another user's is not ours to take, dead or old", () => {
  symlinkSync(String(spawnSync('true').pid), path);
  age(STALE + 1_000);
  lchownSync(path, 12345, 12345);
  expect(lock(path, STALE)).toBe('foreign');
  expect(lstatSync(path).uid).toBe(12345);
});

it('a folder in its place is none of ours', () => {
  mkdirSync(path);
  expect(lock(path, STALE)).toBe('foreign');
});

it('throws where there is no such folder', () => {
  expect(() => lock(join(folder, 'none', 'cache.json.lock'), STALE)).toThrow('ENOENT');
});
