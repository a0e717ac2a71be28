import fc from 'fast-check';
import type { Duration } from '../../src/facts/job.ts';
import type { Time } from '../../src/facts/fact.ts';

/** What becomes of a pool of three hosts, and of AWS as each of them sees it. */
export interface PoolStory {
  /** From when on which hosts are healthy; those of before the first are all. */
  readonly health: readonly { readonly at: Time; readonly healthy: readonly string[] }[];
  /** From when until when AWS does not answer which hosts. */
  readonly outages: readonly { readonly from: Time; readonly until: Time; readonly hosts: readonly string[] }[];
  readonly hosts: readonly Host[];
  /** Of chance; without one it draws 0. */
  readonly seed: number | undefined;
}

/** When a host begins to ask, and within how long it is answered. */
export interface Host {
  readonly name: string;
  readonly begins: Time;
  readonly latency: Duration;
  /** When AWS looks at its targets, in parts of the latency; else that is chance. */
  readonly looks?: (asked: Time) => number;
}

export const HOSTS = ['i-1', 'i-2', 'i-3'];

/** Milliseconds: of a story, and of the slowest answer. */
export const END = 1_200_000;
export const LATENCY = 2_000;

/**
 * Stories in which a target keeps its state for `dwell` at least. The first host, which leads as soon as it is healthy, comes and goes, while
 * AWS goes away for one or for all of them at about the same moments, for about as long as an answer holds.
 */
export const poolStories = (dwell: Duration): fc.Arbitrary<PoolStory> =>
  fc.record({
    health: fc
      .array(
        fc.tuple(
          fc.oneof(fc.integer({ min: dwell, max: dwell + 20_000 }), fc.integer({ min: dwell, max: 250_000 })),
          fc.oneof({ weight: 2, arbitrary: fc.constantFrom(HOSTS, HOSTS.slice(1)) }, { weight: 1, arbitrary: fc.subarray(HOSTS) }),
        ),
        { minLength: 4, maxLength: 30 },
      )
      .map((steps) => inOrder(steps).map(({ at, what }) => ({ at, healthy: what }))),
    outages: fc
      .array(
        fc.tuple(
          fc.integer({ min: 0, max: 200_000 }),
          fc.record({
            long: fc.oneof(
              fc.constantFrom(30_000, 300_000),
              fc.integer({ min: 40_000, max: 62_000 }),
              fc.integer({ min: 500, max: 90_000 }),
            ),
            hosts: fc.oneof(fc.constant(HOSTS), fc.constantFrom(...HOSTS.map((host) => [host]))),
          }),
        ),
        { maxLength: 15 },
      )
      .map((steps) => inOrder(steps).map(({ at, what: { long, hosts } }) => ({ from: at, until: at + long, hosts }))),
    hosts: fc
      .tuple(
        ...HOSTS.map(() => fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.oneof(fc.constant(0), fc.integer({ min: 0, max: LATENCY })))),
      )
      .map((all) => all.map(([begins, latency], index) => ({ name: HOSTS[index]!, begins, latency }))),
    seed: fc.nat(),
  });

/** Steps at the sums of their distances. */
function inOrder<T>(steps: readonly (readonly [after: Duration, what: T])[]): { readonly at: Time; readonly what: T }[] {
  let at = 0;
  return steps.map(([after, what]) => ({ at: (at += after), what }));
}

/** The first of the healthy hosts at a moment, if there is one. */
export const firstAt = ({ health }: PoolStory, at: Time): string | undefined => healthyAt({ health }, at)[0];

export const healthyAt = ({ health }: Pick<PoolStory, 'health'>, at: Time): readonly string[] =>
  health.findLast((step) => step.at <= at)?.healthy ?? HOSTS;

/** Whether AWS answers a host at a moment. */
export const answers = ({ outages }: PoolStory, host: string, at: Time): boolean =>
  !outages.some(({ from, until, hosts }) => hosts.includes(host) && from <= at && at < until);
