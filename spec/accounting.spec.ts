import fc from 'fast-check';
import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import type { Fact, RunFact } from '../src/facts/fact.ts';
import { watch } from '../src/index.ts';
import { stories, tellStory, type Story } from './support/stories.ts';
import { virtualTime } from './support/virtual-time.ts';
import { pretended, pretendedEnd } from './support/watched.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 50; // 2,000 in `npm test`

const POOL = 3;

/** All that becomes of it: at the end bosun is told to end, and leaves after a while what still runs. */
function lived(story: Story): { facts: readonly Fact[]; left: number } {
  const facts: Fact[] = [];
  let left = 0;
  virtualTime().run(() => {
    const told$ = new Subject<Fact>();
    watch({
      facts$: told$,
      exec: pretended,
      end: pretendedEnd,
      log: ({ message }) => (left += message.endsWith('bosun ends without it.') ? 1 : 0),
      poolSize: POOL,
      shutdownGrace: 8_000,
      random: () => 0.5,
    }).subscribe((heard) => facts.push(heard));
    tellStory(story, (one) => told$.next(one));
  });
  return { facts, left };
}

const ENDS = ['run.finished', 'run.failed', 'run.lost', 'run.missed', 'run.refused'];

it('every run that is due is started, missed or refused, once and in time, and neither max nor the pool is exceeded', () => {
  let counted = 0;
  fc.assert(
    fc.property(stories, (what) => {
      const { facts, left } = lived(what);
      const runs = facts.filter((told): told is RunFact => told.type.startsWith('run.') && told.type !== 'run.expired');
      const open = new Map<string, RunFact['type']>(); // by service and run: the last that was told of it
      const ended = new Set<string>();
      for (const told of runs) {
        const key = `${told.service} ${told.run}`;
        const before = open.get(key);
        if (told.type === 'run.due') {
          expect(before ?? (ended.has(key) ? 'ended' : 'new')).toBe('new');
          expect(told.at).toBeGreaterThanOrEqual(told.due);
        } else if (told.type === 'run.missed' && before === undefined) {
          expect(told.reason).toMatch(/^(its time went by unseen|no container of its service was running)/); // which stands for times that were not even told to be due
          continue;
        } else expect(before).toBeDefined();
        if (told.type === 'run.started') expect(told.at).toBeLessThanOrEqual(told.until);
        if (ENDS.includes(told.type)) {
          open.delete(key);
          ended.add(key);
        } else open.set(key, told.type);
        const underWay = [...open.values()].filter((type) => type === 'run.started' || type === 'run.overrun').length;
        expect(underWay).toBeLessThanOrEqual(POOL);
        counted++;
      }
      expect([...open.values()].filter((type) => !['run.started', 'run.overrun', 'run.stuck'].includes(type))).toEqual([]);
      expect(open.size).toBe(left);
      withinMax(runs);
    }),
    { numRuns: RUNS },
  );
  expect(counted).toBeGreaterThan(RUNS * 20); // so much has really happened
}, 300_000);

/** No job has more runs under way, stuck ones among them, than the greatest `max` that any of its definitions has. */
function withinMax(runs: readonly RunFact[]): void {
  const underWay = new Map<string, Set<string>>();
  for (const told of runs) {
    const of = `${told.service} ${told.job}`;
    const open = underWay.get(of) ?? underWay.set(of, new Set()).get(of)!;
    if (told.type === 'run.started') open.add(told.run);
    if (told.type === 'run.postponed' || ENDS.includes(told.type)) open.delete(told.run);
    if (told.type === 'run.started') expect(open.size).toBeLessThanOrEqual(3);
  }
}
