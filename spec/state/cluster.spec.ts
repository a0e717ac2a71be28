import { expect, it } from 'vitest';
import { leadership } from '../../src/derive/leadership.ts';
import type { Time } from '../../src/facts/fact.ts';
import type { TargetsFact } from '../../src/facts/targets.ts';
import { hearOfTargets, unasked } from '../../src/state/cluster.ts';

const LIMITS = { poll: 30, hold: 60, takeover: 75 };

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
  ['nor where the last of its answers was asked for a moment too early', 80, [lists(0), lists(50), lists(74)], 'follower'],
  ['but then', 75, [lists(0), lists(50), lists(75)], 'leader'],
  ['an answer holds', 135, [lists(0), lists(50), lists(75)], 'leader'],
  ['and no longer', 136, [lists(0), lists(50), lists(75)], 'unknown'],
  ['of a leader as of any other', 61, [lists(0, 'i-1')], 'unknown'],
  ['another first ends it', 80, [lists(0), lists(50), lists(75), lists(80, 'i-1')], 'follower'],
  ['and it begins anew', 164, [lists(0), lists(75), lists(80, 'i-1'), lists(90), lists(120), lists(164)], 'follower'],
  ['for as long', 165, [lists(0), lists(75), lists(80, 'i-1'), lists(90), lists(120), lists(165)], 'leader'],
  ['silence before it leads begins it anew', 90, [lists(0), lists(50), silent(60), lists(70), lists(90)], 'follower'],
  [
    'so does silence at the moment from which on an answer would have made it lead',
    90,
    [lists(0), lists(50), silent(75), lists(90)],
    'follower',
  ],
  ['silence later does not', 90, [lists(0), lists(50), lists(76), silent(80), lists(90)], 'leader'],
  [
    'a question that comes late begins it anew, as where its process stood still',
    141,
    [lists(0), lists(40), lists(101), lists(141)],
    'follower',
  ],
  ['one that is not too late does not', 100, [lists(0), lists(60), lists(100)], 'leader'],
  ['one that leads may be as late as its answer holds', 135, [lists(0), lists(60), lists(75), lists(135)], 'leader'],
  ['two answers too far apart begin it anew, as where a host has slept', 140, [lists(0), lists(60), lists(75), lists(136)], 'follower'],
  ['a clock that is set back makes an answer one of the future, whose age is not known', 2_000, [lists(2_900), lists(3_001)], 'unknown'],
  ['by a second at most it may be', 2_001, [lists(1_930), lists(3_001)], 'follower'],
  ['an answer that was asked for before the last one begins it anew', 1_080, [lists(1_000), lists(2_101), lists(1_050)], 'follower'],
] as const)('%s', (_, now, told, expected) => {
  expect(at(now, ...told)).toBe(expected);
});
