import { describe, expect, it } from 'vitest';
import type { Counted } from '../../src/derive/counted.ts';
import type { Registration } from '../../src/derive/registrations.ts';
import type { RunFact } from '../../src/facts/fact.ts';
import type { Trigger } from '../../src/facts/job.ts';
import { almanac, type Almanac } from '../../src/streams/almanac.ts';
import { plainJob } from '../support/plain-job.ts';

const DAY = 86_400_000;
const trigger = { type: 'interval', text: 'every minute', every: 60_000 } as const;

const registration = (service: string, job: string, container = 'c1', paused = false): Registration => ({
  service,
  container: { id: container, name: container },
  paused,
  job: plainJob({ id: job, name: job, trigger }),
});

/** How a job is counted that is registered, or redefined, now. */
function counted(jobs: Almanac, entering: Registration, now: number, type: 'register' | 'redefine' = 'register'): Counted {
  const command = jobs.obey({ type, registration: entering }, now);
  return 'counted' in command ? command.counted : expect.fail('it is not counted');
}

const leave = (jobs: Almanac, leaving: Registration, now: number) => void jobs.obey({ type: 'unregister', registration: leaving }, now);

const due = (service: string, job: string, at: number): RunFact => ({
  type: 'run.due',
  at,
  service,
  run: `${job}@${at}`,
  job,
  name: job,
  due: at,
  delay: 0,
  until: at,
  container: 'c1',
});

/** A job that was registered at 7, and left then. */
function left(at: number, service = 'web', job = 'backup'): Almanac {
  const jobs = almanac();
  counted(jobs, registration(service, job), 7);
  leave(jobs, registration(service, job), at);
  return jobs;
}

it('a clock that was set back while bosun was away makes nobody leave earlier', () => {
  const jobs = left(10 * DAY);
  jobs.begin(9 * DAY, 10 * DAY);
  expect(counted(jobs, registration('web', 'backup'), 11 * DAY).phase).toBe(7);
});

it('all that were there when bosun ended go on when it begins again, however many', () => {
  const jobs = almanac([], 2);
  for (const job of ['a', 'b', 'c']) counted(jobs, registration('web', job), 7);
  jobs.begin(10, 9);
  for (const job of ['a', 'b', 'c']) expect(counted(jobs, registration('web', job), 11).phase).toBe(7);
});

describe('a job that left', () => {
  it('goes on, once, in whatever container of its service it comes back', () => {
    const jobs = left(10);
    expect(counted(jobs, registration('web', 'backup', 'c2'), 11)).toEqual({ trigger, phase: 7, told: 7, left: 10 });
    expect(counted(jobs, registration('web', 'backup', 'c2'), 12).phase).toBe(12);
  });

  it("is not another service's, even if their ids are the same", () => {
    expect(counted(left(10), registration('api', 'backup'), 11).phase).toBe(11);
  });

  it.each([
    ['of a service', 'web', DAY, true],
    ['of a service', 'web', DAY + 1, false],
    ['of a container that stands for itself', 'c1', 30 * DAY, true],
  ])('%s (%s) goes on after %d ms: %s', (_, service, after, is) => {
    const jobs = left(1_000, service);
    expect(counted(jobs, registration(service, 'backup'), 1_000 + after).phase === 7).toBe(is);
  });

  it.each([
    [{ type: 'interval', text: '60s', every: 60_000 }, true],
    [{ type: 'interval', text: 'every 2 minutes', every: 120_000 }, false],
    [{ type: 'date', text: '2030-01-01', timezone: 'UTC', at: 1 }, false],
  ] as const)('and comes back as %j goes on: %s', (other, is) => {
    const { job, ...rest } = registration('web', 'backup');
    const entering = { ...rest, job: { ...job, trigger: other as Trigger } };
    expect(counted(left(10), entering, 11).phase === 7).toBe(is);
    const jobs = almanac();
    counted(jobs, registration('web', 'backup'), 7);
    expect(counted(jobs, entering, 11, 'redefine').phase === 7).toBe(is);
  });

  it('gives way to those that left later, where there are too many', () => {
    const jobs = almanac([], 2);
    for (const job of ['a', 'b', 'a', 'c']) {
      counted(jobs, registration('web', job), 7);
      leave(jobs, registration('web', job), 8);
    }
    expect(['a', 'b', 'c'].map((job) => counted(jobs, registration('web', job), 9).phase === 7)).toEqual([true, false, true]);
  });
});

describe('up to when due times were told', () => {
  it('is the last that was, before and after it left', () => {
    const jobs = almanac();
    counted(jobs, registration('web', 'backup'), 7);
    jobs.hear(due('web', 'backup', 60_007));
    leave(jobs, registration('web', 'backup'), 120_010);
    jobs.hear(due('web', 'backup', 120_007)); // in its jitter until its container died
    expect(counted(jobs, registration('web', 'backup'), 130_000).told).toBe(120_007);
  });

  it('is never earlier than it was', () => {
    const jobs = almanac();
    counted(jobs, registration('web', 'backup'), 7);
    jobs.hear(due('web', 'backup', 120_007));
    jobs.hear(due('web', 'backup', 60_007));
    leave(jobs, registration('web', 'backup'), 130_000);
    expect(counted(jobs, registration('web', 'backup'), 130_000).told).toBe(120_007);
  });

  it('is for one fact that stands for several the last of them', () => {
    const jobs = almanac();
    counted(jobs, registration('web', 'backup'), 7);
    jobs.hear({ ...due('web', 'backup', 60_007), type: 'run.missed', reason: 'the host slept', through: 600_000 });
    leave(jobs, registration('web', 'backup'), 600_001);
    expect(counted(jobs, registration('web', 'backup'), 600_002).told).toBe(600_000);
  });

  it.each([
    ['it resumed', ['pause', 'resume'], 3_000],
    ['it left, while it was paused', ['pause'], 9_000],
  ] as const)('is when %s', (_, types, told) => {
    const jobs = almanac();
    counted(jobs, registration('web', 'backup'), 7);
    types.forEach((type, index) =>
      jobs.obey({ type, registrations: [registration('web', 'backup', 'c1', type === 'pause')] }, (index + 2) * 1_000),
    );
    leave(jobs, registration('web', 'backup', 'c1', types.length === 1), 9_000);
    expect(counted(jobs, registration('web', 'backup'), 9_001).told).toBe(told);
  });
});

describe('when bosun begins again', () => {
  /** What the next life knows, of a job that was registered at 7 and of one that left at 10; the last was heard at 20. */
  const next = (begun: number, paused = false): Almanac => {
    const before = left(10, 'web', 'gone');
    counted(before, registration('web', 'backup', 'c1', paused), 7);
    const after = almanac(JSON.parse(JSON.stringify(before.entries())) as ReturnType<Almanac['entries']>);
    after.begin(begun, 20);
    return after;
  };

  it('every job goes on, however long it was away, and a day longer', () => {
    const jobs = next(30 * DAY);
    expect(counted(jobs, registration('web', 'backup'), 31 * DAY)).toEqual({ trigger, phase: 7, told: 7, left: 30 * DAY, away: true });
    expect(counted(next(30 * DAY), registration('web', 'backup'), 31 * DAY + 1).phase).toBe(31 * DAY + 1);
  });

  it('the time of its absence does not count for jobs that had left', () => {
    const since = 30 * DAY - 10; // 10 ms were gone when we ended
    expect(counted(next(30 * DAY), registration('web', 'gone'), since + DAY).phase).toBe(7);
    expect(counted(next(30 * DAY), registration('web', 'gone'), since + DAY + 1).phase).toBe(since + DAY + 1);
  });

  it('is not before what was told already, by a clock that is behind; one that was a day ahead is not believed', () => {
    const jobs = next(30 * DAY);
    jobs.hear(due('web', 'backup', 30 * DAY + 60_000));
    expect(counted(jobs, registration('web', 'backup'), 30 * DAY).told).toBe(30 * DAY + 60_000);
    const ahead = next(30 * DAY);
    ahead.hear(due('web', 'backup', 31 * DAY + 1));
    expect(counted(ahead, registration('web', 'backup'), 30 * DAY).told).toBe(30 * DAY);
  });

  it('what fell due meanwhile of a job that was paused is not made up for', () => {
    expect(counted(next(30 * DAY, true), registration('web', 'backup'), 30 * DAY + 5).told).toBe(30 * DAY);
  });
});
