import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Fact, Listed, RunFact, Time } from '../../../src/facts/fact.ts';
import { recalled } from '../../../src/edge/journal/recalled.ts';
import { ledger } from '../../../src/streams/ledger.ts';
import { journalFolder } from '../../support/journal-folder.ts';
import { plainJob } from '../../support/plain-job.ts';

const folder = journalFolder();
afterAll(() => folder[Symbol.dispose]());
beforeEach(() => folder.empty());

const MEGABYTE = 1 << 20;

/** Facts of a thousand hours, a run every minute, on a host with so many containers. */
function* life(containers: number): Generator<Fact> {
  yield { type: 'bosun.started', at: 0, version: '0', poolSize: 2, journal: true };
  yield { type: 'docker.listed', at: 1, containers: Array.from({ length: containers }, (_, n) => container(n)), again: false };
  for (let minute = 1; minute <= 3_500; minute++) yield* run(minute * 60_000);
}

function container(n: number): Listed {
  const trigger = { type: 'interval', text: 'every minute', every: 60_000 } as const;
  const job = plainJob({ id: `job-${n}`, name: 'backup', trigger, command: ['sh', '-c', 'tar cf /backup.tar /data'] });
  return { id: `c${n}`, name: `c${n}`, service: `s${n}`, jobs: [job], problems: [], condition: 'running', startedAt: 0 };
}

function run(due: Time): readonly RunFact[] {
  const which = { service: 's0', run: `job-0@${due}`, job: 'job-0', name: 'backup', due, delay: 0, until: due + 60_000, container: 'c0' };
  return [
    { ...which, type: 'run.due', at: due },
    { ...which, type: 'run.started', at: due + 10, exec: 'e'.repeat(64) },
    { ...which, type: 'run.finished', at: due + 900, exitCode: 0, output: '' },
  ];
}

it.each([
  ['takes no more than its limit', 1, 4, MEGABYTE],
  ['of more containers than a quarter of it has room for takes no more than its limit', 400, 1, MEGABYTE],
  ['of more containers than there is room for takes no more than three times what is known', 4_000, 1, undefined],
])('a journal %s, the oldest segment goes first, and what is left opens', (_, containers, least, limit) => {
  const { keep, close } = folder.open(MEGABYTE);
  const book = ledger(2);
  let most = 0;
  let seen: readonly string[] = [];
  let begun = 0;
  for (const fact of life(containers)) {
    keep(fact, fact.at, book.snapshot, ({ type }) => expect.fail(type));
    book.hear(fact, fact.at);
    most = Math.max(most, folder.size());
    const segments = folder.segments();
    if (segments.at(-1) === seen.at(-1)) continue;
    expect(segments.slice(0, -1)).toEqual(seen.slice(seen.length - segments.length + 1));
    begun++;
    seen = segments;
  }
  close();
  const known = JSON.stringify(book.snapshot());
  expect(most).toBeLessThanOrEqual(limit ?? 3 * Buffer.byteLength(known));
  expect(begun).toBeGreaterThan(2);
  expect(seen.length).toBeGreaterThanOrEqual(least);
  expect(JSON.stringify(recalled(folder.path).known)).toBe(known);
});
