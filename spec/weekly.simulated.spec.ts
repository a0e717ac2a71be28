import { asyncScheduler, from, of, Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { random, type Random } from '../scripts/chaos/random.ts';
import type { Fact, RunFact, Time } from '../src/facts/fact.ts';
import type { Duration } from '../src/facts/job.ts';
import { watch } from '../src/index.ts';
import type { Progress } from '../src/streams/runs.ts';
import { journalFolder } from './support/journal-folder.ts';
import { virtualTime } from './support/virtual-time.ts';
import { fact } from '../src/marbles/vocabulary.ts';
import { pretendedEnd } from './support/watched.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 60;
const FROM = Date.UTC(2026, 0, 1);
const GRACE = MINUTE;
const EVERY = { report: 7 * DAY, tidy: 3 * DAY };

/** How a host restarts every day. */
interface Way {
  readonly container: string;
  /** Whether bosun hears that its container dies before it is killed itself. */
  readonly heard: boolean;
  /** Whether the container is there again before bosun is. */
  readonly before: boolean;
  /** On which days it stays away for three of them. */
  readonly away: readonly number[];
}

interface Ran {
  readonly name: string;
  readonly due: Time;
  readonly at: Time;
}

/** When the container or bosun is not there. */
interface Span {
  readonly from: Time;
  readonly to: Time;
}

type Missed = Extract<RunFact, { type: 'run.missed' }>;

/** What ran, and what was told, while a host was restarted every day. */
function lived(
  { container, heard, before, away }: Way,
  chance: Random,
): { ran: readonly Ran[]; told: readonly Missed[]; gone: readonly Span[] } {
  const ran: Ran[] = [];
  const told: Missed[] = [];
  const gone: Span[] = [];
  using folder = journalFolder();
  virtualTime(FROM).run(() => {
    const running = `${container} running with report every weekly grace 60s and tidy every 3d grace 60s`;
    let life = alive();
    const tell = (sentence: string) => life.facts$.next(fact(sentence, asyncScheduler.now()));
    function alive() {
      const facts$ = new Subject<Fact>();
      const { known, keep, close } = folder.open(1 << 20);
      const running$ = watch({
        facts$,
        exec: ({ job: { name } }, { id }) => {
          ran.push({ name, due: Number(id.split('@')[1]), at: asyncScheduler.now() });
          return from<Progress[]>([
            { type: 'begun', exec: id },
            { type: 'ended', exitCode: 0, output: '' },
          ]);
        },
        end: pretendedEnd,
        journal: { known, keep, follow: () => of<Progress>({ type: 'lost', reason: 'the engine has forgotten it', output: '' }) },
        log: () => undefined,
        poolSize: 2,
        shutdownGrace: 8_000,
        random: () => 0.5,
      }).subscribe((one) => {
        if (one.type === 'run.missed') told.push(one);
      });
      facts$.next({ type: 'bosun.started', at: asyncScheduler.now(), version: '0', poolSize: 2, journal: true });
      const end = () => {
        running$.unsubscribe();
        close();
      };
      return { facts$, end };
    }
    const at = (time: Time, what: () => void) => void asyncScheduler.schedule(what, time);
    const soon = (within: Duration) => 1 + Math.floor(chance.between(0, within));
    tell(`engine lists ${running}`);
    for (let day = 1; day < DAYS; day++) {
      if (away.some((first) => first < day && day <= first + 3)) continue;
      const down = day * DAY - soon(12 * HOUR) + 6 * HOUR; // jobs are due at midnight
      const up = down + (away.includes(day) ? 3 * DAY : soon(30 * MINUTE));
      const back = before ? up : up + soon(MINUTE / 2);
      gone.push({ from: FROM + down - 1_000, to: FROM + back });
      if (heard) at(down - 1_000, () => tell(`${container} died`));
      at(down, () => life.end());
      at(up, () => {
        life = alive();
        tell(`engine lists ${before ? running : 'nothing'}`);
      });
      if (!before) at(back, () => tell(running.replace('running', 'started')));
    }
    at(DAYS * DAY, () => life.end());
  });
  return { ran, told, gone };
}

describe.each(['web-1', 'app'])('on a host that restarts every day, bosun and %s alike,', (container) => {
  it.each([
    ['which bosun hears, and which is there first', true, true, []],
    ['which bosun hears, and which comes later', true, false, []],
    ['which bosun does not hear, and which is there first', false, true, []],
    ['which bosun does not hear, and which comes later', false, false, []],
    ['and which is away for three days now and then', false, false, [5, 20, 40]],
    ['which bosun hears, and which is away for three days now and then', true, true, [5, 20, 40]],
  ])('%s, a weekly job runs weekly, on its grid, once', (_, heard, before, away) => {
    const { ran, told, gone } = lived({ container, heard, before, away }, random(1));
    for (const [name, every] of Object.entries(EVERY)) {
      const runs = ran.filter((run) => run.name === name);
      for (const { due, at } of runs) expect(at - due, `${name} in time`).toBeLessThanOrEqual(GRACE);
      const missed = told.filter((run) => run.name === name);
      const dues = Array.from({ length: Math.floor((DAYS * DAY - 1) / every) }, (__, k) => FROM + (k + 1) * every);
      const became = dues.map((due) => [
        ...runs.filter((run) => run.due === due).map(() => 'run'),
        ...missed.filter((run) => run.due <= due && due <= (run.through ?? run.due)).map(() => 'missed'),
      ]);
      expect(became.map((what) => what.length)).toEqual(dues.map(() => 1));
      expect(runs.filter(({ due }) => !dues.includes(due))).toEqual([]);
      const there = dues.filter((due) => !gone.some((span) => span.from <= due && due <= span.to));
      expect(there.length).toBeGreaterThan(dues.length / 2);
      expect(there.filter((due) => !runs.some((run) => run.due === due))).toEqual([]);
    }
    if (away.length > 0) expect(told).not.toEqual([]);
  });
});
