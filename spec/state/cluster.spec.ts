import { expect, it } from 'vitest';
import { leadership } from '../../src/derive/leadership.ts';
import type { Time } from '../../src/facts/fact.ts';
import type { TargetsFact } from '../../src/facts/targets.ts';
import { hearOfTargets, unasked } from '../../src/state/cluster.ts';

const LIMITS = { hold: 60, takeover: 75 };

const lists = (at: Time, first = 'i-2'): TargetsFact => ({
  type: 'targets.reported',
  at,
  instance: 'i-2',
  self: 'i-2',
  targets: [{ id: first, state: 'InService', healthy: true }],
});
const silent = (at: Time): TargetsFact => ({ type: 'targets.unreachable', at, reason: 'it is away' });

const at = (now: Time, ...told: readonly TargetsFact[]) =>
  leadership(
    told.reduce((cluster, fact) => hearOfTargets(cluster, fact, LIMITS), unasked),
    now,
    LIMITS,
  );

it.each([
  ['nothing told is unknown', 0, [], 'unknown'],
  ['no answer yet is unknown', 0, [silent(0)], 'unknown'],
  ['another first is no lead', 0, [lists(0, 'i-1')], 'follower'],
  ['the first does not lead at once', 0, [lists(0)], 'follower'],
  ['nor a moment before its answers have said so for long enough', 74, [lists(0), lists(50)], 'follower'],
  ['but then', 75, [lists(0), lists(50)], 'leader'],
  ['an answer holds', 110, [lists(0), lists(50)], 'leader'],
  ['and no longer', 111, [lists(0), lists(50)], 'unknown'],
  ['of a leader as of any other', 61, [lists(0, 'i-1')], 'unknown'],
  ['another first ends it', 80, [lists(0), lists(50), lists(80, 'i-1')], 'follower'],
  ['and it begins anew', 164, [lists(0), lists(50), lists(80, 'i-1'), lists(90), lists(120)], 'follower'],
  ['for as long', 165, [lists(0), lists(50), lists(80, 'i-1'), lists(90), lists(120)], 'leader'],
  ['silence before it leads begins it anew', 90, [lists(0), lists(50), silent(60), lists(70)], 'follower'],
  ['silence later does not', 90, [lists(0), lists(50), silent(80), lists(90)], 'leader'],
  ['two answers too far apart begin it anew, as where a host has slept', 130, [lists(0), lists(50), lists(111)], 'follower'],
  ['two that are not do not', 130, [lists(0), lists(50), lists(110)], 'leader'],
  ['a clock that is set back makes an answer one of the future, whose age is not known', 2_000, [lists(2_900), lists(3_001)], 'unknown'],
  ['by a second at most it may be', 2_001, [lists(1_930), lists(3_001)], 'follower'],
  ['an answer that was asked for before the last one begins it anew', 1_080, [lists(1_000), lists(2_101), lists(1_050)], 'follower'],
] as const)('%s', (_, now, told, expected) => {
  expect(at(now, ...told)).toBe(expected);
});
