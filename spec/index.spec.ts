import { concat, filter, ignoreElements, map, merge, NEVER, of, Subject, take, tap, timer, type Observable } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Container, Fact } from '../src/facts/fact.ts';
import { watch, type Edge } from '../src/index.ts';
import type { Progress } from '../src/streams/runs.ts';
import type { Line } from '../src/words/line.ts';
import { virtualTime } from './support/virtual-time.ts';
import { fact } from '../src/marbles/vocabulary.ts';
import { pretended, pretendedEnd } from './support/watched.ts';

afterEach(() => void vi.useRealTimers());

const LISTING = fact('engine lists web-1 running with backup every 10s taking 1s', 0);

const ENDED: Progress = { type: 'ended', exitCode: 143, output: '' };

/** The types of the facts about runs. */
const runTypes = (fact$: Observable<Fact>) =>
  fact$.pipe(
    map(({ type }) => type),
    filter((type) => type.startsWith('run.')),
  );

describe('the loop', () => {
  it('runs a job once, however many subscribe', () => {
    let runs = 0;
    const exec: Edge['exec'] = (...run) => pretended(...run).pipe(tap(({ type }) => (runs += type === 'begun' ? 1 : 0)));
    virtualTime().run(({ hot, expectObservable }) => {
      const type$ = runTypes(
        watch({
          facts$: hot('a', { a: LISTING }),
          exec,
          end: pretendedEnd,
          log: () => undefined,
          poolSize: 1,
          shutdownGrace: 8_000,
          random: () => 0.5,
        }),
      );
      const expected = { d: 'run.due', s: 'run.started', f: 'run.finished' };
      expectObservable(type$, '10s 10ms !').toBe('10s (ds) ', expected);
      expectObservable(type$, '10s 10ms !').toBe('10s (ds) ', expected);
    });
    expect(runs).toBe(1);
  });

  it('hears a source that speaks at once, and one whose effects answer at once, in order', () => {
    const log: string[] = [];
    const exec: Edge['exec'] = () => of<Progress[]>({ type: 'begun', exec: 'e' }, { type: 'ended', exitCode: 0, output: '' });
    virtualTime().run(({ expectObservable }) => {
      const work$ = watch({
        facts$: concat(of(LISTING), NEVER),
        exec,
        end: pretendedEnd,
        log: ({ message }) => log.push(message),
        poolSize: 1,
        shutdownGrace: 8_000,
        random: () => 0.5,
      });
      expectObservable(runTypes(work$), '10010ms !').toBe('10s (dsf)', {
        d: 'run.due',
        s: 'run.started',
        f: 'run.finished',
      });
    });
    expect(log.filter((line) => !line.includes('exec'))).toEqual([
      'Listening to events.',
      "web-1: Added 'backup' (web.backup).",
      "web-1: Executing 'backup'.",
      "web-1: Command 'backup' finished with exit code 0.",
    ]);
  });

  it.each([
    ['ends without telling how', () => of({ type: 'begun', exec: 'e' } as const)],
    [
      'throws',
      () => {
        throw new Error('no such thing');
      },
    ],
  ])('a run whose exec %s has failed, and frees its slot', (_, exec) => {
    virtualTime().run(({ hot, expectObservable }) => {
      const work$ = watch({
        facts$: hot('a', { a: LISTING }),
        exec,
        end: pretendedEnd,
        log: () => undefined,
        poolSize: 1,
        shutdownGrace: 8_000,
        random: () => 0.5,
      });
      const told = _ === 'throws' ? '10s (df) 9996ms (df)' : '10s (dsf) 9995ms (dsf)';
      expectObservable(runTypes(work$), '20004ms !').toBe(told, { d: 'run.due', s: 'run.started', f: 'run.failed' });
    });
  });
});

/** A watch in real time that is not: what it logs, and the source to tell it facts. */
function watched(edge: Partial<Edge> = {}) {
  vi.useFakeTimers({ now: 0 });
  const facts$ = new Subject<Fact>();
  const log: string[] = [];
  const told: Fact['type'][] = [];
  const say = ({ level, message }: Line) => level !== 'DEBUG' && log.push(`${Date.now() / 1000} ${message}`);
  const work$ = watch({
    facts$,
    exec: pretended,
    end: pretendedEnd,
    log: say,
    poolSize: 10,
    shutdownGrace: 8_000,
    random: () => 0.5,
    ...edge,
  });
  runTypes(work$).subscribe((type) => told.push(type));
  return {
    log,
    told,
    tell: (sentence: string) => facts$.next(fact(sentence, Date.now())),
    facts$,
    pass: (seconds: number) => vi.advanceTimersByTime(seconds * 1000),
  };
}

it('told to end, it waits until all of a run that is being ended is gone', () => {
  const CHILDREN_LIVE_ON = 5_000;
  virtualTime().run(({ hot, expectObservable }) => {
    const fact$ = watch({
      facts$: hot('a 12499ms s', {
        a: fact('engine lists web-1 running with backup every 10s taking 20s ending after 2s', 0),
        s: fact('SIGTERM', 12_500),
      }),
      exec: (run, identity) => merge(pretended(run, identity).pipe(take(1)), timer(2_100).pipe(map(() => ENDED))),
      end: () => timer(CHILDREN_LIVE_ON).pipe(ignoreElements()),
      log: () => undefined,
      poolSize: 1,
      shutdownGrace: 8_000,
      random: () => 0.5,
    });
    expectObservable(fact$.pipe(ignoreElements())).toBe('17s |');
  });
});

describe('a host that sleeps', () => {
  it('hears of its engine before its timers: what has waited too long is missed, not run hours late', () => {
    const { log, tell, pass } = watched();
    tell('engine lists web-1 running with backup at 0');
    pass(50);
    tell('engine lost: gone');
    pass(15);
    vi.setSystemTime(8 * 3_600_000);
    log.length = 0;
    tell('engine lists web-1 running with backup at 0');
    const missed = log.filter((line) => line.includes('Missed'));
    expect(missed).toContain("28800 web-1: Missed 'backup', due 1970-01-01T00:01:00Z: the engine could not be reached in time.");
    expect(missed).toHaveLength(2); // the other is for those from 00:02 on, of which the one at 08:00 runs
    expect(log.filter((line) => line.includes('Executing'))).toEqual(["28800 web-1: Executing 'backup'."]);
  });

  it('does not catch up what fell due while a container was paused', () => {
    const { log, tell, pass } = watched();
    tell('engine lists web-1 running with backup at 0');
    pass(10);
    tell('web-1 paused');
    vi.setSystemTime(185_000);
    tell('web-1 unpaused');
    pass(10);
    expect(log.filter((line) => line.includes('Executing'))).toEqual([]);
  });
});

describe('a command that comes before the timer', () => {
  const late = (happens: string, then: string) => {
    const { log, tell, pass } = watched();
    tell('engine lists web-1 running with backup every 10s taking 1s, web-2 running with backup every 10s taking 2s');
    pass(9);
    vi.setSystemTime(10_005); // the timer is late
    tell(happens);
    tell(then);
    pass(1);
    return log.slice(2);
  };

  it('moves what has fallen due with its job, and redefines it', () => {
    expect(late('web-1 died', 'web-9 died').map((line) => line.replace(/^\S+ /, ''))).toEqual([
      "web-2: Reassigned 'backup' from web-1.",
      "web-2: Redefined 'backup' (web.backup).",
      "web-2: Executing 'backup'.",
    ]);
  });

  it('lets what has fallen due wait when its container pauses, and start when it wakes', () => {
    const { log, tell, pass } = watched();
    tell('engine lists web-1 running with backup every 10s');
    pass(9);
    vi.setSystemTime(10_005);
    tell('web-1 paused');
    pass(2);
    tell('web-1 unpaused');
    expect(log.slice(2).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'web-1: Paused 1 job.',
      'web-1: Resumed 1 job.',
      "web-1: Executing 'backup'.",
    ]);
  });
});

it('two services whose jobs have the same id do not touch each other', () => {
  const { log, facts$, pass } = watched({ poolSize: 1 });
  const [one, other] = ['api', 'apiv2'].map((service): Container => {
    const started = fact(`${service}-1 started with cleanup every 10s taking 1s`, 1);
    if (started.type !== 'container.started') throw new Error('no container');
    return { ...started.container, jobs: started.container.jobs.map((job) => ({ ...job, id: 'the same' })) };
  });
  facts$.next(fact('engine lists nothing', 0));
  for (const container of [one!, other!]) facts$.next({ type: 'container.started', at: 1, service: container.service, container });
  pass(20);
  const executed = (name: string) => log.filter((line) => line.includes(`${name}: Executing`)).length;
  expect([executed('api-1'), executed('apiv2-1')]).toEqual([2, 1]);
  facts$.next({ type: 'container.died', at: 2, service: 'api', id: 'api-1' });
  pass(30);
  expect(executed('api-1')).toBe(2);
  expect(executed('apiv2-1')).toBeGreaterThanOrEqual(4);
  expect(log.filter((line) => line.includes('Missed'))).toEqual([]);
});

it('no job starves where more is due than can run: each has its turn', () => {
  const { log, tell, pass } = watched({ poolSize: 1 });
  const jobs = Array.from({ length: 6 }, (_, n) => `j${n} every 1s taking 300ms`).join(' and ');
  tell(`engine lists web-1 running with ${jobs}`);
  pass(61);
  const runs = Array.from({ length: 6 }, (_, n) => log.filter((line) => line.includes(`Executing 'j${n}'`)).length);
  expect(Math.min(...runs)).toBeGreaterThan(Math.max(...runs) / 2);
});

it('a job that is due once a minute has its line whatever happens to it', () => {
  const { log, tell, pass, told } = watched({ poolSize: 1 });
  tell('engine lists web-1 running with a every 60s taking 70s and b every 60s taking 1s');
  pass(600);
  const dues = told.filter((type) => type === 'run.due').length;
  const lines = log.filter((line) => /Executing|Missed|Refused/.test(line)).length;
  const waiting = dues - lines;
  expect(dues).toBe(20);
  expect(waiting).toBeGreaterThanOrEqual(0);
  expect(waiting).toBeLessThanOrEqual(1);
});
