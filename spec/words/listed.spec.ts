import { expect, it } from 'vitest';
import type { Standing } from '../../src/facts/standing.ts';
import { sayListed } from '../../src/words/listed.ts';
import { plainJob } from '../support/plain-job.ts';

const JOB = plainJob({
  id: 'id',
  name: 'backup',
  command: ['sh', '-c', 'dump > /backup'],
  trigger: { type: 'interval', text: '90s', every: 90_000 },
});

const STANDING: Standing = {
  service: 'shop',
  job: JOB,
  container: 'shop-1',
  paused: false,
  next: 60_000,
  running: [],
  waiting: 0,
  last: {},
};

const said = (...jobs: readonly Partial<Standing>[]) =>
  sayListed({ type: 'jobs.listed', at: 0, jobs: jobs.map((job) => ({ ...STANDING, ...job })) }).map(({ message }) => message);

const BEGINNING = "shop-1: 'backup' (id): every 90 seconds; ";
const END = "; runs sh -c 'dump > /backup'.";

it.each<[Partial<Standing>, string]>([
  [{}, 'next 1970-01-01T00:01:00Z; not running; no run yet'],
  [{ paused: true }, 'paused, next 1970-01-01T00:01:00Z; not running; no run yet'],
  [{ next: undefined }, 'not due again; not running; no run yet'],
  [
    { running: [1_000, 2_500, undefined] },
    'next 1970-01-01T00:01:00Z; running since 1970-01-01T00:00:01Z, 1970-01-01T00:00:02.500Z, 1 starting; no run yet',
  ],
  [{ waiting: 2 }, 'next 1970-01-01T00:01:00Z; not running, 2 waiting; no run yet'],
  [
    { last: { ended: { type: 'finished', at: 1_000, exitCode: 3 } } },
    'next 1970-01-01T00:01:00Z; not running; last 1970-01-01T00:00:01Z, exit code 3',
  ],
  [
    { last: { skipped: { type: 'missed', at: 1_000, reason: 'no slot' } } },
    'next 1970-01-01T00:01:00Z; not running; no run yet, then 1970-01-01T00:00:01Z, missed: no slot',
  ],
  [
    { last: { ended: { type: 'lost', at: 1_000, reason: 'gone' }, skipped: { type: 'refused', at: 2_000, reason: 'max is 1' } } },
    'next 1970-01-01T00:01:00Z; not running; last 1970-01-01T00:00:01Z, lost: gone, then 1970-01-01T00:00:02Z, refused: max is 1',
  ],
  [
    { last: { ended: { type: 'finished', at: 3_000, exitCode: 0 }, skipped: { type: 'refused', at: 2_000, reason: 'max is 1' } } },
    'next 1970-01-01T00:01:00Z; not running; last 1970-01-01T00:00:03Z, exit code 0',
  ],
])('a job that stands as %o', (standing, words) => {
  expect(said(standing)).toEqual(['Listing 1 job.', `${BEGINNING}${words}${END}`]);
});

it('names its variables and masks what they hold', () => {
  const [, line] = said({ job: { ...JOB, environment: { PASSWORD: 'hunter2', TZ: 'UTC' } } });
  expect(line).toContain("runs sh -c 'dump > /backup' with PASSWORD=*** TZ=***.");
});

it('names a jitter, and the user', () => {
  const [, line] = said({ job: { ...JOB, jitter: 5_000, user: 'www-data', command: ['echo', "it's"] } });
  expect(line).toBe(
    "shop-1: 'backup' (id): every 90 seconds, up to 5 s later; next 1970-01-01T00:01:00Z; not running; no run yet; runs echo 'it'\\''s' as www-data.",
  );
});

it('cuts a long command, and shows its control characters', () => {
  const [, line] = said({ job: { ...JOB, command: ['x'.repeat(199), '\u001B[2J', 'y'.repeat(1_000)], environment: { TZ: '' } } });
  expect(line).toMatch(/; runs x{199} … with TZ=\*\*\*\.$/);
  expect(said({ job: { ...JOB, command: ['\u001B[2J\n'] } })[1]).toContain("runs '\\x1b[2J\\x0a'.");
});

it('is in the order of the containers, then of the jobs', () => {
  const named = (container: string, name: string) => ({ container, job: { ...JOB, name } });
  const lines = said(named('web-10', 'a'), named('web-2', 'b'), named('web-2', 'a'));
  expect(lines.map((line) => line.slice(0, 11))).toEqual(['Listing 3 j', "web-2: 'a' ", "web-2: 'b' ", "web-10: 'a'"]);
});

it('of nothing says so', () => {
  expect(said()).toEqual(['There are no jobs.']);
});
