import fc from 'fast-check';
import { asyncScheduler, concat, defer, delay, filter, ignoreElements, map, merge, of, takeUntil, timer, type Observable } from 'rxjs';
import { expect, it } from 'vitest';
import { random } from '../scripts/chaos/random.ts';
import type { RunFact, Time } from '../src/facts/fact.ts';
import type { TargetsFact } from '../src/facts/targets.ts';
import { watch } from '../src/index.ts';
import { clustered } from '../src/streams/clustered.ts';
import { polled } from '../src/streams/polled.ts';
import { answers, END, firstAt, healthyAt, HOSTS, LATENCY, poolStories, type Host, type PoolStory } from './support/pool-story.ts';
import { virtualTime } from './support/virtual-time.ts';
import { fact } from '../src/marbles/vocabulary.ts';
import { pretended, pretendedEnd } from './support/watched.ts';

// Three daemons, each with an id of its own, one AWS and one clock.

const STORIES = Number(process.env.FUZZ_RUNS ?? 5_000) / 200; // 500 in `npm test`

const [POLL, HOLD] = [15_000, 60_000];
const TAKEOVER = HOLD + POLL;

/** Milliseconds between two due times. */
const EVERY = 1_000;

/** Which hosts have begun a run of each due time. */
function lived(story: PoolStory): ReadonlyMap<Time, readonly string[]> {
  const ran = new Map<Time, string[]>();
  virtualTime().run(() => {
    for (const host of story.hosts) daemon(story, host).subscribe(({ due }) => ran.set(due, [...(ran.get(due) ?? []), host.name]));
  });
  return ran;
}

function daemon(story: PoolStory, host: Host): Observable<RunFact> {
  const { seed } = story;
  const { between } = random((seed ?? 0) + HOSTS.indexOf(host.name));
  const chance = () => (seed === undefined ? 0 : between(0, 1));
  const targets$ = polled(
    defer(() => asked(story, host, chance())),
    { every: POLL, random: chance },
  );
  const cluster$ = clustered(targets$, { poll: POLL, hold: HOLD, takeover: TAKEOVER });
  const listed$ = defer(() =>
    of(fact(`engine lists web-1 running in the cluster with backup every ${EVERY / 1_000}s`, asyncScheduler.now())),
  );
  return watch({
    facts$: concat(timer(host.begins).pipe(ignoreElements()), merge(listed$, cluster$)),
    exec: pretended,
    end: pretendedEnd,
    poolSize: 2,
    shutdownGrace: 0,
    random: () => 0,
    log: () => undefined,
  }).pipe(
    filter((told): told is RunFact => told.type === 'run.started'),
    takeUntil(timer(END)),
  );
}

/** AWS looks at its targets somewhere between question and answer. */
function asked(story: PoolStory, { name, latency, looks }: Host, random: number): Observable<TargetsFact> {
  const at = asyncScheduler.now();
  const chance = looks?.(at) ?? random;
  return timer(latency * chance).pipe(
    map(() => answer(story, name, at)),
    delay(latency * (1 - chance)),
  );
}

const answer = (story: PoolStory, host: string, at: Time): TargetsFact => {
  const now = asyncScheduler.now();
  if (!answers(story, host, now)) return { type: 'targets.unreachable', at, reason: 'it is away' };
  const healthy = healthyAt(story, now);
  const targets = HOSTS.map((id) => ({ id, state: healthy.includes(id) ? 'InService' : 'OutOfService', healthy: healthy.includes(id) }));
  return { type: 'targets.reported', at, instance: host, self: host, targets };
};

/** The due times that a host must run: it has been first for long enough, and was answered of late. */
function promised(story: PoolStory): ReadonlyMap<Time, string> {
  const is = new Map<Time, string>();
  const answered = POLL + 2 * LATENCY; // within which a question that is answered is begun and ended
  let [leader, since, leads]: [string | undefined, Time, boolean] = [undefined, 0, false];
  const lastClean = new Map<string, Time>();
  const cleanSince = new Map(story.hosts.map(({ name, begins }) => [name, begins]));
  for (let now = 0; now < END; now += STEP) {
    for (const { name, begins } of story.hosts) {
      if (now < begins || !answers(story, name, now)) cleanSince.set(name, now + STEP);
      if (now - cleanSince.get(name)! >= answered) lastClean.set(name, now);
    }
    const first = firstAt(story, now);
    if (first !== leader) [leader, since, leads] = [first, now, false];
    if (leader === undefined) continue;
    const begun = Math.max(since, cleanSince.get(leader)!);
    if (now - begun >= TAKEOVER + 2 * answered) leads = true;
    else if (now - (lastClean.get(leader) ?? -Infinity) > HOLD - answered) leads = false;
    if (leads && now % EVERY === 0) is.set(now, leader);
  }
  return is;
}

const STEP = 100;

it('of three hosts at most one runs what is due, and one does where its answers hold and nobody else was first of late', () => {
  let [run, kept, unrun, moved] = [0, 0, 0, 0];
  fc.assert(
    fc.property(poolStories(POLL + LATENCY + 1_000), (story) => {
      const ran = lived(story);
      for (const hosts of ran.values()) expect(hosts).toHaveLength(1);
      const must = promised(story);
      for (const [due, host] of must) expect([due, ran.get(due)]).toEqual([due, [host]]);
      run += ran.size;
      kept += must.size;
      unrun += END / EVERY - ran.size;
      moved += new Set([...ran.values()].flat()).size > 1 ? 1 : 0;
    }),
    { numRuns: STORIES },
  );
  // so much has really happened
  expect(run).toBeGreaterThan(STORIES * 20);
  expect(kept).toBeGreaterThan(run / 4);
  expect(unrun).toBeGreaterThan(STORIES * 20);
  expect(moved).toBeGreaterThan(STORIES / 4);
}, 300_000);

it('a host whose questions are not answered while it takes over begins anew: else two would lead', () => {
  const ran = lived({
    health: [
      { at: 297_000, healthy: ['i-2'] },
      { at: 316_000, healthy: ['i-1', 'i-2'] },
      { at: 357_000, healthy: ['i-2'] },
    ],
    outages: [
      { from: 296_000, until: 354_000, hosts: ['i-1'] }, // which leads, and sees nothing of the first change
      { from: 301_000, until: 359_000, hosts: ['i-2'] }, // nor does the other of the second one
      { from: 356_000, until: END, hosts: ['i-1'] },
    ],
    hosts: [
      { name: 'i-1', begins: 10_000, latency: 0 },
      { name: 'i-2', begins: 0, latency: 0 },
    ],
    seed: undefined,
  });
  const who = (due: Time) => ran.get(due) ?? [];
  expect([who(290_000), who(355_000), who(410_000), who(415_000), who(425_000), who(440_000)]).toEqual([
    ['i-1'],
    ['i-1'],
    ['i-1'],
    ['i-1'],
    [],
    ['i-2'],
  ]);
  expect([...ran.values()].filter((hosts) => hosts.length > 1)).toEqual([]);
});

it.each([2_000, 10_000])(
  'a host takes over with an answer, and not while one is on its way: else two would lead, with a latency of %i ms',
  (latency) => {
    const looks = (at: Time) => (at > 120_000 ? 0 : 1);
    const ran = lived({
      health: [
        { at: 100_000 + latency, healthy: ['i-2'] },
        { at: 159_000 + latency, healthy: ['i-1', 'i-2'] },
      ],
      outages: [{ from: 100_001 + latency, until: 160_000, hosts: ['i-1'] }],
      hosts: [
        { name: 'i-1', begins: 9_900, latency, looks: () => 1 },
        { name: 'i-2', begins: 10_500, latency, looks },
      ],
      seed: undefined,
    });
    expect([...ran.values()].filter((hosts) => hosts.length > 1)).toEqual([]);
    expect([ran.get(160_000), ran.get(180_000)]).toEqual([undefined, ['i-1']]);
  },
);
