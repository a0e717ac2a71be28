import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncScheduler, concat, defer, delay, firstValueFrom, NEVER, of, throwError, type Observable } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readCache, writeCache, type Reported } from '../../../src/edge/clustercron/cache-file.ts';
import { cached, keyOf } from '../../../src/edge/clustercron/cached.ts';
import { lock, type Lock } from '../../../src/edge/clustercron/lock.ts';
import type { TargetsFact } from '../../../src/facts/targets.ts';
import type { Named } from '../../../src/words/targets.ts';
import { virtualTime } from '../../support/virtual-time.ts';

const FROM = 1_600_000_000_000;
const EXPIRES = 59_000;

let folder: string;
let filename: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bosun-cached-'));
  filename = join(folder, 'cache.json');
  said = [];
  vi.spyOn(Math, 'random').mockReturnValue(0.5); // virtual time knows no fractions of a millisecond
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const answer = (self = 'i-05cc', at = Date.now()): Reported => ({ type: 'targets.reported', at, instance: 'i-05cc', self, targets: [] });

const say = ({ level, name, message }: Named) => void said.push(`${level} ${name} : ${message}`);

/** An AWS that counts how often it is asked. */
function aws(answers: () => Observable<TargetsFact> = () => of(answer())) {
  let asked = 0;
  const ask$ = defer(() => {
    asked += 1;
    return answers();
  });
  return { ask$, asked: () => asked };
}

const through = (ask$: Observable<TargetsFact>, key = 'elb a', tries = 1) => cached(ask$, key, { filename, expires: EXPIRES, tries }, say);

const told = (ask$: Observable<TargetsFact>, key?: string) => firstValueFrom(through(ask$, key));

/** What the file holds. */
const entries = () => {
  const read = readCache(filename);
  return 'entries' in read ? read.entries : {};
};

/** What is locked as another process would have locked it. */
const locked = (): Lock => lock(`${filename}.lock`, 120_000) as Lock;

it('of two that ask one after the other the second is told what the first was, and AWS is asked once', async () => {
  const { ask$, asked } = aws();
  const first = await told(ask$);
  expect(said).toEqual([]);
  expect(await told(ask$)).toEqual(first);
  expect(asked()).toBe(1);
  expect(said).toEqual([`DEBUG clustercron.cache : From ${filename}, asked at ${new Date(first.at).toISOString()}.`]);
  expect(readdirSync(folder)).toEqual(['cache.json']);
});

it('AWS is not asked before somebody subscribes, and each one that does looks anew', async () => {
  const { ask$, asked } = aws();
  const one$ = through(ask$);
  expect([asked(), readdirSync(folder)]).toEqual([0, []]);
  await firstValueFrom(one$);
  await firstValueFrom(one$);
  expect(asked()).toBe(1);
});

it("one balancer's answer is never another's, and neither drives out the other", async () => {
  const a = aws(() => of(answer('i-a')));
  const b = aws(() => of(answer('i-b')));
  for (const round of [1, 2]) {
    expect(await told(a.ask$, 'elb a'), `round ${round}`).toMatchObject({ self: 'i-a' });
    expect(await told(b.ask$, 'alb a'), `round ${round}`).toMatchObject({ self: 'i-b' });
  }
  expect([a.asked(), b.asked()]).toEqual([1, 1]);
});

it.each([
  ['not yet', 58_999, 0],
  ['to the millisecond', 59_000, 1],
  ['from a time to come', -1, 1],
])('an answer expires: %s', (_, age, expected) => {
  writeCache(filename, { 'elb a': answer('i-old', FROM - age) });
  const { ask$, asked } = aws(() => of(answer('i-new', FROM)));
  virtualTime(FROM).run(({ expectObservable }) => {
    expectObservable(through(ask$)).toBe('(a|)', { a: expected ? answer('i-new', FROM) : answer('i-old', FROM - age) });
  });
  expect(asked()).toBe(expected);
});

it('what has expired is not kept on', () => {
  writeCache(filename, { old: answer('i-old', FROM - EXPIRES), 'elb a': answer('i-a', FROM - EXPIRES), young: answer('i-b', FROM - 1) });
  virtualTime(FROM).run(({ expectObservable }) => {
    expectObservable(through(aws(() => of(answer('i-new', FROM))).ask$)).toBe('(a|)', { a: answer('i-new', FROM) });
  });
  expect(readCache(filename)).toEqual({ entries: { young: answer('i-b', FROM - 1), 'elb a': answer('i-new', FROM) } });
});

it('what expires while AWS is asked is not kept on, what another one asks for meanwhile is', () => {
  writeCache(filename, { old: answer('i-old', FROM - EXPIRES + 1_000) });
  const scheduler = virtualTime(FROM);
  scheduler.run(({ expectObservable }) => {
    scheduler.schedule(() => writeCache(filename, { ...entries(), other: answer('i-other', FROM + 500) }), 500);
    expectObservable(through(aws(() => of(answer('i-a', FROM)).pipe(delay(1_000))).ask$)).toBe('1s (a|)', { a: answer('i-a', FROM) });
  });
  expect(entries()).toEqual({ other: answer('i-other', FROM + 500), 'elb a': answer('i-a', FROM) });
});

it('an answer is as old as its question: one that came later than it expires is told once', () => {
  const slow = aws(() => of(answer('i-a', FROM)).pipe(delay(EXPIRES)));
  virtualTime(FROM).run(({ expectObservable }) => {
    expectObservable(concat(through(slow.ask$), through(aws(() => of(answer('i-b', FROM + EXPIRES))).ask$))).toBe('59s (ab|)', {
      a: answer('i-a', FROM),
      b: answer('i-b', FROM + EXPIRES),
    });
  });
});

it('an unknown is told, but not kept', async () => {
  const unreachable: TargetsFact = { type: 'targets.unreachable', at: Date.now(), reason: 'no route' };
  const { ask$, asked } = aws(() => of(unreachable));
  expect(await told(ask$)).toEqual(unreachable);
  expect(readdirSync(folder)).toEqual([]);
  await told(ask$);
  expect(asked()).toBe(2);
});

it("the original's file is replaced without a line", async () => {
  writeFileSync(filename, '{"master": true, "isodate": "2021-01-01T00:00:00.0"}', { mode: 0o600 });
  const { ask$, asked } = aws();
  const fact = await told(ask$);
  expect([asked(), said]).toEqual([1, []]);
  expect(readCache(filename)).toEqual({ entries: { 'elb a': fact } });
});

it('a lock that another one keeps is waited for, a second or so at a time, and then AWS is asked with a warning', () => {
  const other = locked();
  const { ask$, asked } = aws(() => of(answer('i-a', FROM)));
  virtualTime(FROM).run(({ expectObservable }) => {
    expectObservable(through(ask$, 'elb a', 20)).toBe('19s (a|)', { a: answer('i-a', FROM) });
  });
  expect(asked()).toBe(1);
  expect(said).toEqual([`WARNING clustercron.cache : ${filename} is still locked after 20 tries, AWS is asked.`]);
  expect(readdirSync(folder)).toEqual(['cache.json.lock']);
  other.release();
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  [0, '750ms (a|)'],
  [0.75, '1125ms (a|)'],
])('those that wait are spread over half a second (%d)', (chance, marbles) => {
  vi.spyOn(Math, 'random').mockReturnValue(chance);
  locked();
  virtualTime(FROM).run(({ expectObservable }) => {
    expectObservable(through(aws(() => of(answer('i-a', FROM))).ask$, 'elb a', 2)).toBe(marbles, { a: answer('i-a', FROM) });
  });
});

it.each([0, 1])('with %d tries nothing is waited for', async (tries) => {
  locked();
  const { ask$, asked } = aws();
  await firstValueFrom(through(ask$, 'elb a', tries));
  expect(asked()).toBe(1);
  expect(said).toEqual([`WARNING clustercron.cache : ${filename} is still locked after ${tries} tries, AWS is asked.`]);
});

it('who waits takes the answer of the one it waits for, before that one lets go of the lock', () => {
  locked();
  const { ask$, asked } = aws(() => NEVER);
  const scheduler = virtualTime(FROM);
  scheduler.run(({ expectObservable }) => {
    scheduler.schedule(() => writeCache(filename, { 'elb a': answer('i-other', FROM) }), 1_500);
    expectObservable(through(ask$, 'elb a', 20)).toBe('2s (a|)', { a: answer('i-other', FROM) });
  });
  expect([asked(), said.map((line) => line.split(' ')[0])]).toEqual([0, ['DEBUG']]);
});

it('who waits asks as soon as the lock is free, and keeps the answer', () => {
  const other = locked();
  const scheduler = virtualTime(FROM);
  scheduler.run(({ expectObservable }) => {
    scheduler.schedule(() => other.release(), 2_500);
    expectObservable(through(aws(() => of(answer('i-a', FROM))).ask$, 'elb a', 20)).toBe('3s (a|)', { a: answer('i-a', FROM) });
  });
  expect(said).toEqual([]);
  expect(readCache(filename)).toEqual({ entries: { 'elb a': answer('i-a', FROM) } });
  expect(readdirSync(folder)).toEqual(['cache.json']);
});

it('who gives up while waiting asks nobody', () => {
  locked();
  const { ask$, asked } = aws();
  virtualTime(FROM).run(({ expectObservable }) => {
    expectObservable(through(ask$, 'elb a', 20), '5s !').toBe('');
  });
  expect(asked()).toBe(0);
});

it('who gets the lock looks again: its last holder may have asked between the look and the lock', async () => {
  const { ask$, asked } = aws();
  const other = answer('i-other');
  vi.spyOn(asyncScheduler, 'now').mockImplementationOnce(() => {
    writeCache(filename, { 'elb a': other }); // the file has been read, the lock is not yet taken
    return Date.now();
  });
  expect(await told(ask$)).toEqual(other);
  expect(asked()).toBe(0);
  expect(readdirSync(folder)).toEqual(['cache.json']);
});

it('the lock is held while AWS is asked', async () => {
  const { ask$ } = aws(() => {
    expect(locked()).toBe('held');
    return of(answer());
  });
  await told(ask$);
  expect(readdirSync(folder)).toEqual(['cache.json']);
});

it('an error goes through, and the lock is released', async () => {
  await expect(told(throwError(() => new Error('a bug')))).rejects.toThrow('a bug');
  expect(readdirSync(folder)).toEqual([]);
});

it('who unsubscribes while AWS is asked releases the lock', () => {
  const subscription = through(NEVER).subscribe();
  expect(readdirSync(folder)).toEqual(['cache.json.lock']);
  subscription.unsubscribe();
  expect(readdirSync(folder)).toEqual([]);
});

const distrusted: [string, string, () => void][] = [
  [
    'a link',
    'it is a symbolic link',
    () => {
      writeFileSync(join(folder, 'target'), 'precious');
      symlinkSync(join(folder, 'target'), filename);
    },
  ],
  ['a folder', 'it is no file', () => mkdirSync(filename)],
];

it.each(distrusted)(
  '%s is not used: AWS is asked each time, one line of information says why, and nothing is written',
  async (_, why, put) => {
    put();
    const before = readdirSync(folder).map((name) => [name, lstatSync(join(folder, name)).mtimeMs]);
    const { ask$, asked } = aws(() => of(answer('i-true')));
    expect(await told(ask$)).toMatchObject({ self: 'i-true' });
    expect(said).toEqual([`INFO clustercron.cache : ${filename} is not used, AWS is asked: ${why}.`]);
    await told(ask$);
    expect(asked()).toBe(2);
    expect(readdirSync(folder).map((name) => [name, lstatSync(join(folder, name)).mtimeMs])).toEqual(before);
  },
);

it.runIf(process.geteuid?.() === 0)("where the spec runs as root: another user's lock is not waited for", async () => {
  symlinkSync('1', `${filename}.lock`);
  lchownSync(`${filename}.lock`, 12345, 12345);
  const { ask$, asked } = aws();
  await firstValueFrom(through(ask$, 'elb a', 20));
  expect(asked()).toBe(1);
  expect(said).toEqual([`INFO clustercron.cache : ${filename} is not used, AWS is asked: its lock is another user's, or none of ours.`]);
  expect(readdirSync(folder)).toEqual(['cache.json.lock']);
});

it('where there is no such folder AWS is asked, with a warning', async () => {
  filename = join(folder, 'none', 'cache.json');
  const { ask$, asked } = aws();
  await told(ask$);
  expect(asked()).toBe(1);
  expect(said).toEqual([`WARNING clustercron.cache : ${filename} cannot be used, AWS is asked: ENOENT.`]);
});

it('a file of ours that others may write to is not believed, told of once, and replaced', async () => {
  writeCache(filename, { 'elb a': answer('i-false') });
  chmodSync(filename, 0o666);
  const asked = aws(() => of(answer('i-a')));
  expect([await told(asked.ask$), await told(asked.ask$)]).toMatchObject([{ self: 'i-a' }, { self: 'i-a' }]);
  expect(said.filter((line) => line.includes('others may write'))).toHaveLength(1);
  expect(lstatSync(filename).mode & 0o777).toBe(0o600);
});

it('an answer that cannot be kept is told all the same, with a warning, and the lock is released', async () => {
  filename = join(folder, 'x'.repeat(240)); // there is room for its lock's name, and none for its draft's
  expect(await told(aws(() => of(answer('i-a'))).ask$)).toMatchObject({ self: 'i-a' });
  expect(said).toEqual([expect.stringMatching(/^WARNING clustercron\.cache : The answer cannot be kept in .*: ENAMETOOLONG\.$/)]);
  expect(readdirSync(folder)).toEqual([]);
});

it('the file holds the answer and no more than the answer', async () => {
  const fact = await told(aws().ask$);
  expect(JSON.parse(readFileSync(filename, 'utf8'))).toEqual({ version: 1, entries: { 'elb a': fact } });
});

it('every kind, region, name, profile and endpoint has its own key', () => {
  const base = { region: undefined, endpoint: undefined };
  const keys = [
    keyOf({ kind: 'elb', name: 'a' }, base),
    keyOf({ kind: 'alb', name: 'a' }, base),
    keyOf({ kind: 'elb', name: 'b' }, base),
    keyOf({ kind: 'elb', name: 'a' }, { ...base, region: 'eu-west-1' }),
    keyOf({ kind: 'elb', name: 'a' }, { ...base, region: 'us-east-1' }),
    keyOf({ kind: 'elb', name: 'a' }, { ...base, endpoint: 'http://127.0.0.1:5000' }),
    keyOf({ kind: 'elb', name: 'a","' }, base),
    keyOf({ kind: 'elb', name: '' }, { ...base, region: 'a' }),
  ];
  vi.stubEnv('AWS_PROFILE', 'a');
  keys.push(keyOf({ kind: 'elb', name: 'a' }, base));
  vi.stubEnv('AWS_PROFILE', 'b');
  keys.push(keyOf({ kind: 'elb', name: 'a' }, base));
  expect(new Set(keys).size).toBe(keys.length);
  vi.stubEnv('AWS_PROFILE', undefined);
  expect(keyOf({ kind: 'elb', name: 'a' }, base)).toBe(keys[0]);
});

it.each([
  ['the settings before the environment', 'eu-west-1', 'us-east-1', 'us-west-2', 'eu-west-1'],
  ['AWS_REGION before AWS_DEFAULT_REGION', undefined, 'us-east-1', 'us-west-2', 'us-east-1'],
  ['AWS_DEFAULT_REGION where AWS_REGION is empty', undefined, '', 'us-west-2', 'us-west-2'],
])('the region of the key is that which is asked: %s', (_, region, first, second, expected) => {
  const key = (own?: string) => keyOf({ kind: 'elb', name: 'a' }, { region: own, endpoint: undefined });
  const plain = key(expected);
  expect(plain).not.toBe(key());
  vi.stubEnv('AWS_REGION', first);
  vi.stubEnv('AWS_DEFAULT_REGION', second);
  expect(key(region)).toBe(plain);
});
