import { ignoreElements, map, Subject, tap } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import type { Command } from '../../src/derive/commands.ts';
import type { Registration } from '../../src/derive/registrations.ts';
import type { Time } from '../../src/facts/fact.ts';
import type { Trigger } from '../../src/facts/job.ts';
import type { DueFact } from '../../src/streams/agenda.ts';
import { due } from '../../src/streams/due.ts';
import { parseCron } from '../../src/triggers/cron.ts';
import { parseInterval } from '../../src/triggers/interval.ts';
import { virtualTime } from '../support/virtual-time.ts';
import { plainJob } from '../support/plain-job.ts';

const GRACE = 60_000;
const RANDOM = () => 0.5;
const HOUR = 3_600_000;

const trigger = (text: string): Trigger => {
  const read = text.startsWith('every ') ? parseInterval(text) : parseCron(text, 'UTC');
  if ('problem' in read) throw new Error(read.problem);
  return read.trigger;
};

const registration = (text: string, id = 'job'): Registration => ({
  service: 'web',
  container: { id: 'web-1', name: 'web-1' },
  paused: false,
  job: plainJob({ id, name: id, trigger: trigger(text), grace: GRACE }),
});

/** At the time that is pretended, which begins with 0. */
function register(text: string, id?: string): Command {
  const now = vi.isFakeTimers() ? Date.now() : 0;
  return { type: 'register', registration: registration(text, id), counted: { trigger: trigger(text), phase: now, told: now } };
}
const words = (fact: DueFact): string => [fact.type, 'job' in fact ? fact.job : '', 'due' in fact ? fact.due : ''].join(' ').trim();

it('reaches a date that lies further ahead than one timer can count', () => {
  const DAY = 24 * 60;
  virtualTime().run(({ hot, expectObservable }) => {
    const due$ = due(hot('a', { a: register('* 3 1 * * 0 0 0') }), RANDOM).pipe(map((fact) => ('due' in fact ? fact.due : 0)));
    expectObservable(due$, `${60 * DAY}m !`).toBe(`${59 * DAY}m a`, { a: 59 * DAY * 60_000 });
  });
});

it.each([
  [0, 0],
  [0.5, 4_000],
  [1 - 2 ** -53, 8_000],
])('of a jitter of 8 s the chance %d puts a run off by %d ms', (chance, delay) => {
  const jittered = register('every 10s');
  if (jittered.type !== 'register') throw new Error('no registration');
  const registered: Command = {
    ...jittered,
    registration: { ...jittered.registration, job: { ...jittered.registration.job, jitter: 8_000 } },
  };
  virtualTime().run(({ hot, expectObservable }) => {
    const due$ = due(hot('a', { a: registered }), () => chance).pipe(map((fact) => ('delay' in fact ? [fact.due, fact.delay] : [])));
    expectObservable(due$, '19s !').toBe(`${10_000 + delay}ms a`, { a: [10_000, delay] });
  });
});

it('keeps an interval of a hundred days', () => {
  const DAY = 24 * 60;
  virtualTime().run(({ hot, expectObservable }) => {
    const due$ = due(hot('a', { a: register('every 100d') }), RANDOM).pipe(map((fact) => ('due' in fact ? fact.due : 0)));
    expectObservable(due$, `${201 * DAY}m !`).toBe(`${100 * DAY}m a ${100 * DAY - 1}m 59999ms b`, {
      a: 100 * DAY * 60_000,
      b: 200 * DAY * 60_000,
    });
  });
});

it('an every-second job is due 3,600 times in an hour, each second once', () => {
  const times: Time[] = [];
  virtualTime().run(({ hot, expectObservable }) => {
    const due$ = due(hot('a', { a: register('* * * * * * * *') }), RANDOM);
    expectObservable(
      due$.pipe(
        tap((fact) => times.push('due' in fact ? fact.due : 0)),
        ignoreElements(),
      ),
      `${HOUR + 1}ms !`,
    ).toBe('');
  });
  expect(times).toEqual(Array.from({ length: 3600 }, (_, n) => (n + 1) * 1000));
});

it('a run that waits is told when its grace is over', () => {
  const run = {
    id: 'r',
    job: 'job',
    name: 'job',
    due: 5,
    delay: 0,
    until: 25,
    container: 'web-1',
    stage: { type: 'waiting', expired: false },
  } as const;
  virtualTime().run(({ hot, expectObservable }) => {
    expectObservable(due(hot('a', { a: { type: 'wait', run, service: 'web' } }), RANDOM).pipe(map(words)), '50ms !').toBe('25ms e', {
      e: 'run.expired job 5',
    });
  });
});

it('tells nothing again that was told by a clock that has been set back since', () => {
  const told = { ...register('every 10s'), counted: { trigger: trigger('every 10s'), phase: 0, told: 20_000 } } as Command;
  virtualTime().run(({ hot, expectObservable }) => {
    expectObservable(due(hot('a', { a: told }), RANDOM).pipe(map(words)), '31s !').toBe('30s d', { d: 'run.due job 30000' });
  });
});

it('stops its timer when it is left, and has none while nothing is registered', () => {
  vi.useFakeTimers();
  const commands = new Subject<Command>();
  const subscription = due(commands, RANDOM).subscribe();
  expect(vi.getTimerCount()).toBe(0);
  for (let n = 0; n < 1_000; n++) commands.next(register('every minute', `job-${n}`));
  expect(vi.getTimerCount()).toBe(1);
  for (let n = 1; n < 1_000; n++) commands.next({ type: 'unregister', registration: registration('every minute', `job-${n}`) });
  expect(vi.getTimerCount()).toBe(1);
  commands.next({ type: 'unregister', registration: registration('every minute', 'job-0') });
  expect(vi.getTimerCount()).toBe(0);
  commands.next(register('every minute'));
  subscription.unsubscribe();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** The wall clock and the timers apart, as on a host that sleeps or whose clock is set. */
describe('when the clock is not to be trusted', () => {
  const told = (text: string, happens: (clock: { step: (by: number) => void; pass: (by: number) => void }) => void): readonly string[] => {
    vi.useFakeTimers({ now: 0 });
    try {
      const facts: string[] = [];
      const commands = new Subject<Command>();
      const subscription = due(commands, RANDOM).subscribe((fact) => facts.push(`${words(fact)} at ${Date.now()}`));
      commands.next(register(text));
      happens({ step: (by) => vi.setSystemTime(Date.now() + by), pass: (by) => vi.advanceTimersByTime(by) });
      subscription.unsubscribe();
      return facts;
    } finally {
      vi.useRealTimers();
    }
  };

  it('a clock that is set forward beyond the grace: the run is missed with a line, and there is no burst', () => {
    const facts = told('0 0', ({ step, pass }) => {
      pass(HOUR / 2);
      step(2.25 * HOUR);
      pass(HOUR / 2);
    });
    expect(facts).toEqual([`run.missed job ${HOUR} at ${2.75 * HOUR + 30_000}`, `run.due job ${3 * HOUR} at ${3 * HOUR}`]);
  });

  it('a host that slept over several due times: the latest is run once if its grace is not over, the others are missed', () => {
    const facts = told('every 40s', ({ step, pass }) => {
      pass(1_000);
      step(150_000);
      pass(30_000);
    });
    expect(facts).toEqual(['run.missed job 40000 at 180000', 'run.due job 160000 at 180000']);
  });

  it('a host that slept over a jitter and a later due time: the later one runs, with no delay of its own', () => {
    vi.useFakeTimers({ now: 0 });
    const facts: string[] = [];
    const commands = new Subject<Command>();
    const subscription = due(commands, () => 0.5).subscribe((fact) => facts.push(`${words(fact)} ${'delay' in fact ? fact.delay : ''}`));
    const hourly = register('every 1h');
    if (hourly.type !== 'register') throw new Error('no registration');
    commands.next({ ...hourly, registration: { ...hourly.registration, job: { ...hourly.registration.job, jitter: HOUR / 2 } } });
    vi.advanceTimersByTime(HOUR + 5 * 60_000);
    vi.setSystemTime(2 * HOUR + 10 * 60_000); // 12:10: the run of 11:00 was put off to 11:15
    vi.advanceTimersByTime(30_000);
    subscription.unsubscribe();
    vi.useRealTimers();
    expect(facts).toEqual([`run.missed job ${HOUR} ${HOUR / 4}`]);
  });

  it.each(['0 0', 'every 1h'])('a clock that is set back two hours: "%s" is due neither twice nor early', (text) => {
    const facts = told(text, ({ step, pass }) => {
      pass(3 * HOUR + 1);
      step(-2 * HOUR);
      pass(3 * HOUR + 10);
    });
    expect(facts).toEqual([1, 2, 3, 4].map((n) => `run.due job ${n * HOUR} at ${n * HOUR}`));
  });

  it('a clock that is set back: nothing is due a second time, and nothing early', () => {
    const facts = told('0 0', ({ step, pass }) => {
      pass(HOUR + 1);
      step(-HOUR / 2);
      pass(HOUR / 2 + 10);
    });
    expect(facts).toEqual([`run.due job ${HOUR} at ${HOUR}`]);
  });
});
