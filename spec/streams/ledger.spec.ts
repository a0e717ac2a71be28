import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fact, Time } from '../../src/facts/fact.ts';
import { ledger, type Ledger } from '../../src/streams/ledger.ts';
import { again, lived, POOL } from '../support/two-lives.ts';
import { stories } from '../support/stories.ts';
import { fact } from '../../src/marbles/vocabulary.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 100; // 1,000 in `npm test`

it('goes on from a snapshot, taken at any moment, as if there had been none', () => {
  let compared = 0;
  fc.assert(
    fc.property(stories, fc.nat(), (story, some) => {
      const kept = lived(story);
      const from = some % kept.length;
      const whole = ledger(POOL);
      kept.slice(0, from).forEach(({ fact: told, heard }) => whole.hear(again(told), heard));
      const resumed = ledger(POOL, kept[from]!.before);
      for (const { fact: told, heard } of kept.slice(from)) {
        expect(decided(resumed, told, heard)).toEqual(decided(whole, told, heard));
        compared++;
      }
      expect(JSON.stringify(resumed.snapshot())).toEqual(JSON.stringify(whole.snapshot()));
    }),
    { numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS * 20); // so much has really happened
}, 300_000);

it('says of a run that waits for what became of an earlier one that this was not known', () => {
  const known = ledger(POOL);
  const which = { service: 'web', job: 'web.backup', name: 'backup', delay: 0, container: 'web-1' };
  const [earlier, later] = [
    { ...which, run: 'a', due: 20, until: 90 },
    { ...which, run: 'b', due: 120, until: 200 },
  ];
  const begin = { type: 'bosun.started', version: '0', poolSize: POOL, journal: true } as const;
  known.hear({ ...begin, at: 0 }, 0);
  known.hear(fact('engine lists web-1 running', 10), 10);
  known.hear({ ...earlier, type: 'run.due', at: 20 }, 20);
  known.hear({ ...earlier, type: 'run.started', exec: 'e', at: 21 }, 21);
  known.hear({ ...begin, at: 100 }, 100);
  known.hear(fact('engine lists web-1 running', 110), 110);
  known.hear({ ...later, type: 'run.due', at: 120 }, 120);
  expect(known.hear({ ...later, type: 'run.expired', at: 200 }, 200).commands).toMatchObject([
    { type: 'miss', reason: 'whether an earlier run of it had ended was not known in time' },
  ]);
});

it('begun again with another pool has that many slots', () => {
  const known = ledger(1, ledger(1).snapshot());
  known.hear({ type: 'bosun.started', version: '0', poolSize: 2, journal: true, at: 0 }, 0);
  known.hear(fact('engine lists web-1 running with a every 10s and b every 10s', 1), 1);
  const started = ['a', 'b'].flatMap((name) => {
    const which = { service: 'web', run: name, job: `web.${name}`, name, due: 20, delay: 0, until: 90, container: 'web-1' };
    return known.hear({ ...which, type: 'run.due', at: 20 }, 20).commands.filter(({ type }) => type === 'start');
  });
  expect(started).toHaveLength(2);
});

it('told to end, with a journal, misses what has no grace left, and nothing else', () => {
  const known = ledger(1);
  const which = { service: 'web', run: 'r', job: 'web.backup', name: 'backup', due: 20, delay: 0, until: 90, container: 'web-1' };
  known.hear({ type: 'bosun.started', version: '0', poolSize: 1, journal: true, at: 0 }, 0);
  known.hear({ ...which, type: 'run.due', at: 20 }, 20);
  expect(known.hear({ type: 'signal.received', signal: 'SIGTERM', at: 30 }, 30).commands).toEqual([]);
  expect(known.hear({ ...which, type: 'run.expired', at: 90 }, 90).commands).toMatchObject([
    { type: 'miss', reason: 'bosun was told to end' },
  ]);
});

const decided = (known: Ledger, told: Fact, heard: Time): unknown => again(known.hear(again(told), heard).commands);

it('begun again, says of a run whose grace is over before the engine has told its containers that bosun was not running', () => {
  const known = ledger(POOL);
  const which = { service: 'web', run: 'r', job: 'web.backup', name: 'backup', due: 20, delay: 0, until: 110, container: 'web-1' };
  const begin = { type: 'bosun.started', version: '0', poolSize: POOL, journal: true } as const;
  known.hear({ ...begin, at: 0 }, 0);
  known.hear(fact('engine lists web-1 running', 10), 10);
  known.hear(fact('engine lost: it does not answer', 15), 15);
  known.hear({ ...which, type: 'run.due', at: 20 }, 20);
  known.hear({ ...begin, at: 100 }, 100);
  expect(known.hear({ ...which, type: 'run.expired', at: 110 }, 110).commands).toMatchObject([
    { type: 'miss', reason: 'bosun was not running' },
  ]);
});

it('right before a run of the cluster looks how old the answer is by which this host leads: whoever tells that it is too old may be late', () => {
  const known = ledger(9);
  const due = (service: string, at: Time) => {
    const run = { service, run: `${service}@${at}`, job: `${service}.backup`, name: 'backup', delay: 0, container: `${service}-1` };
    return known.hear({ ...run, type: 'run.due', due: at, until: at + 10, at }, at).commands;
  };
  known.hear(fact('engine lists web-1 running in the cluster with backup max 2, db-1 running', 0), 0);
  known.hear(fact('AWS lists i-2', 100), 150);
  known.hear({ type: 'leadership.changed', at: 150, to: 'leader', hold: 60_000 }, 150);
  expect(due('web', 60_100)).toMatchObject([{ type: 'start' }]);
  expect(due('web', 60_101)).toMatchObject([
    { type: 'miss', reason: 'whether this host leads was not known, the newest answer of AWS was 60.001 s old (CLUSTER_HOLD)' },
  ]);
  expect(due('db', 60_101)).toMatchObject([{ type: 'start' }]);
  known.hear({ type: 'targets.unchanged', at: 60_102 }, 60_103);
  expect(due('web', 60_104)).toMatchObject([{ type: 'start' }]);
});

it('leads no more once it begins again, until it is told so again', () => {
  const known = ledger(POOL);
  known.hear(fact('AWS lists i-2', 0), 0);
  known.hear(fact('this host leads', 1), 1);
  known.hear({ type: 'bosun.started', version: '0', poolSize: POOL, journal: true, at: 2 }, 2);
  expect(known.hear(fact('engine lists web-1 running in the cluster', 3), 3).commands).toMatchObject([
    { type: 'register', registration: { paused: true } },
  ]);
  expect(known.hear(fact('this host leads', 4), 4).commands).toMatchObject([{ type: 'resume' }]);
});

it('keeps an answer of AWS that says the same again as just that', () => {
  const known = ledger(POOL);
  const hear = (told: Fact) => {
    const { type } = known.abridged(told);
    known.hear(told, told.at);
    return type;
  };
  expect(hear(fact('AWS lists i-1, i-2', 0))).toBe('targets.reported');
  expect(hear(fact('AWS lists i-1, i-2', 1))).toBe('targets.unchanged');
  expect(hear(fact('AWS lists i-1 ill, i-2', 2))).toBe('targets.reported');
  expect(hear(fact('AWS lists i-1 ill, i-2', 3))).toBe('targets.unchanged');
});

it('tells of what fell due on a host that led until bosun was ended, and not of what another host runs', () => {
  const known = ledger(2);
  const [cluster, plain] = ['web-1 running in the cluster with backup every 10s', 'db-1 running with report every 10s'];
  const begin = (at: Time) => known.hear({ type: 'bosun.started', version: '0', poolSize: 2, journal: true, at }, at);
  const counted = (at: Time) =>
    known
      .hear(fact(`engine lists ${cluster}, ${plain}`, at), at)
      .commands.flatMap((command) => (command.type === 'register' ? [command.counted] : []));
  begin(0);
  expect(counted(1)).toMatchObject([{ told: 1 }, { told: 1 }]);
  known.hear(fact('this host leads', 5_000), 5_000);
  begin(30_000);
  expect(counted(31_000)).toMatchObject([{ told: 31_000, owed: { from: 5_000, to: 30_000 } }, { told: 1 }]);
  begin(50_000);
  const [again] = counted(51_000);
  expect(again).toMatchObject({ told: 51_000 });
  expect(again).not.toHaveProperty('owed'); // it has not led since
});

it('counts a job from where it was, where its container comes back on the host that leads', () => {
  const known = ledger(2);
  known.hear(fact('engine lists web-1 running in the cluster', 0), 0);
  known.hear(fact('this host leads', 5), 5);
  known.hear({ ...DUE, due: 20, at: 20, until: 30 }, 20);
  known.hear(fact('web-1 died', 21), 21);
  const back = known.hear(fact('web-1 started in the cluster', 22), 22).commands;
  expect(back).toMatchObject([{ type: 'register', counted: { told: 20 } }]);
});

it('a host that leads for the second time does so since then', () => {
  const known = ledger(2);
  known.hear(fact('engine lists web-1 running in the cluster', 0), 0);
  known.hear(fact('this host leads', 5), 5);
  known.hear(fact('this host does not lead', 10), 10);
  expect(known.hear(fact('this host leads', 15), 15).commands).toMatchObject([
    { type: 'resume', registrations: [{ cluster: { since: 15 } }] },
  ]);
});

const DUE = { type: 'run.due', service: 'web', run: 'a', job: 'web.backup', name: 'backup', delay: 0, container: 'web-1' } as const;
