import { describe, expect, it } from 'vitest';
import { logbook, type Past } from '../../src/cli/logbook.ts';
import { asJson, COLUMNS, isFailed } from '../../src/cli/past.ts';
import type { Heading, Kept } from '../../src/edge/journal/segment.ts';
import type { RunFact, RunIdentity } from '../../src/facts/fact.ts';
import type { Stage } from '../../src/state/run.ts';

const heading = (runs: readonly { readonly id: string; readonly stage: Stage }[] = []): Heading => ({
  type: 'snapshot',
  version: 1,
  at: 0,
  poolSize: 1,
  engine: { state: 'reached', listed: 0, begun: 0, journal: true },
  queue: [],
  counted: [],
  services: [
    {
      service: 'web',
      containers: [],
      last: [],
      runs: runs.map((run) => ({
        ...run,
        job: 'web.backup',
        name: 'backup',
        due: Number(run.id),
        delay: 0,
        until: 99_000,
        container: 'web-1',
      })),
    },
  ],
});

const identity = (due: number, at: number, service = 'web'): RunIdentity => {
  const which = { service, run: String(due), job: 'web.backup', name: 'backup', due, delay: 100 };
  return { at, ...which, until: due + 60_000, container: 'web-1' };
};

const due = (of: number, at = of): RunFact => ({ type: 'run.due', ...identity(of, at) });
const started = (of: number, at: number): RunFact => ({ type: 'run.started', exec: 'e', ...identity(of, at) });
const finished = (of: number, at: number, exitCode = 0): RunFact => ({ type: 'run.finished', exitCode, output: '', ...identity(of, at) });

/** What the columns say, but for when it was due, of which job and where. */
const row = (past: Past) => COLUMNS.map(({ of }) => of(past)).filter((_, n) => ![0, 5, 6].includes(n));

const rows = (...entries: readonly (Heading | Kept)[]) => logbook([heading(), ...entries]).map(row);

it('a run that began while the journal could not be written began when the next heading says', () => {
  const later = heading([{ id: '1000', stage: { type: 'running', since: 1_150, exec: 'e', timeout: undefined } }]);
  expect(logbook([heading(), due(1_000), later, finished(1_000, 3_150)]).map(({ outcome, start }) => ({ outcome, start }))).toEqual([
    { outcome: 'finished', start: 1_150 },
  ]);
});

describe('a run', () => {
  it.each<readonly [string, readonly RunFact[], readonly string[]]>([
    ['that ended', [due(1_000), started(1_000, 1_150), finished(1_000, 3_150)], ['00:00:01.150Z', '50 ms', '2.00 s', 'exit 0', '']],
    ['that failed', [due(1_000), started(1_000, 1_100), finished(1_000, 1_100, 3)], ['00:00:01.100Z', '0 ms', '0 ms', 'exit 3', '']],
    ['that waits', [due(1_000)], ['-', '-', '-', 'waiting', '']],
    ['that still runs', [due(1_000), started(1_000, 2_100)], ['00:00:02.100Z', '1.00 s', '-', 'running', '']],
    [
      'that started on another day',
      [due(1_000), started(1_000, 86_400_000 + 1_100)],
      ['1970-01-02T00:00:01.100Z', '1 d 00 h', '-', 'running', ''],
    ],
    [
      'that was given back and started again',
      [
        due(1_000),
        started(1_000, 1_100),
        { type: 'run.postponed', reason: 'it is paused', ...identity(1_000, 1_200) },
        started(1_000, 5_100),
        finished(1_000, 6_100),
      ],
      ['00:00:05.100Z', '4.00 s', '1.00 s', 'exit 0', ''],
    ],
    [
      'that was given back',
      [due(1_000), started(1_000, 1_100), { type: 'run.postponed', reason: 'it is paused', ...identity(1_000, 1_200) }],
      ['-', '-', '-', 'waiting', ''],
    ],
    [
      'that ended while bosun was not running',
      [due(1_000), started(1_000, 1_100), { ...finished(1_000, 9_000), away: true } as RunFact],
      ['00:00:01.100Z', '0 ms', '-', 'exit 0', 'ended while bosun was not running'],
    ],
    [
      'that took too long',
      [due(1_000), started(1_000, 1_100), { type: 'run.overrun', timeout: 5_000, ...identity(1_000, 6_100) }, finished(1_000, 6_200, 143)],
      ['00:00:01.100Z', '0 ms', '5.10 s', 'exit 143', 'ran for longer than its timeout, 5.00 s'],
    ],
    [
      'that was lost',
      [due(1_000), started(1_000, 1_100), { type: 'run.lost', reason: 'it is forgotten', output: '', ...identity(1_000, 9_000) }],
      ['00:00:01.100Z', '0 ms', '-', 'lost', 'it is forgotten'],
    ],
    [
      'that could not be run',
      [due(1_000), { type: 'run.failed', reason: 'no such user', ...identity(1_000, 1_200) }],
      ['-', '-', '-', 'failed', 'no such user'],
    ],
    [
      'that was refused',
      [due(1_000), { type: 'run.refused', reason: 'max is 1', ...identity(1_000, 1_001) }],
      ['-', '-', '-', 'refused', 'max is 1'],
    ],
    [
      'that was missed, with others',
      [{ type: 'run.missed', reason: 'bosun was not running', through: 4_999, ...identity(1_000, 6_000) }],
      ['-', '-', '-', 'missed', 'and all before 1970-01-01T00:00:05Z; bosun was not running'],
    ],
  ])('%s', (_, facts, told) => {
    expect(rows(...facts)).toEqual([told]);
  });

  it('is told in the order of due times, and once however often it is told', () => {
    const all = logbook([heading(), due(2_000), due(1_000), due(2_000), started(2_000, 2_100), finished(2_000, 3_000)]);
    expect(all.map(({ identity: { due: at }, outcome }) => [at, outcome])).toEqual([
      [1_000, 'waiting'],
      [2_000, 'finished'],
    ]);
  });

  it('of another service is another, even if their ids are the same', () => {
    expect(logbook([heading(), due(1_000), { type: 'run.due', ...identity(1_000, 1_000, 'api') }])).toHaveLength(2);
  });

  it('of which only something by the way is told is none', () => {
    expect(
      rows({ type: 'run.expired', ...identity(1_000, 2_000) }, { type: 'run.stuck', reason: 'no shell', ...identity(1_000, 2_000) }),
    ).toEqual([]);
  });
});

describe('a run that was open when the oldest segment began', () => {
  const running: Stage = { type: 'running', since: 1_500, exec: 'e', timeout: undefined };

  it('is known from what was known then', () => {
    const all = logbook([heading([{ id: '1000', stage: running }, { id: '2000', stage: { type: 'waiting', expired: false } }]), finished(1_000, 2_500)]); // prettier-ignore
    expect(all.map(row)).toEqual([
      ['00:00:01.500Z', '400 ms', '1.00 s', 'exit 0', ''],
      ['-', '-', '-', 'waiting', ''],
    ]);
  });

  it('goes on in the next segment, and one that this does not know is not waited for', () => {
    const all = logbook([
      heading([{ id: '1000', stage: running }, { id: '2000', stage: running }]), // prettier-ignore
      heading([{ id: '1000', stage: running }]),
    ]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['running', 'untold']);
  });
});

it('what is over and did not end with 0 is failed', () => {
  const all = logbook([
    heading(),
    due(1_000),
    due(2_000),
    started(2_000, 2_000),
    ...[3_000, 4_000].flatMap((at, exitCode) => [due(at), started(at, at), finished(at, at, exitCode)]),
    { type: 'run.missed', reason: 'no slot', ...identity(5_000, 5_000) },
  ]);
  expect(all.filter(isFailed).map(({ identity: { due: at } }) => at)).toEqual([4_000, 5_000]);
});

it('as JSON has numbers, and nothing that is not known', () => {
  const [past] = logbook([heading(), due(1_000), started(1_000, 1_150), finished(1_000, 3_150)]);
  expect(JSON.parse(asJson(past!))).toEqual({
    run: '1000',
    job: 'web.backup',
    name: 'backup',
    service: 'web',
    container: 'web-1',
    due: 1_000,
    delay: 100,
    outcome: 'finished',
    start: 1_150,
    late: 50,
    end: 3_150,
    took: 2_000,
    exitCode: 0,
  });
});
