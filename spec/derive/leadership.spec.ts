import { array, assert, boolean, constantFrom, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { healthy, mastership } from '../../src/derive/leadership.ts';
import type { Target, TargetsFact } from '../../src/facts/targets.ts';

const up = (id: string): Target => ({ id, state: 'InService', healthy: true });
const down = (id: string): Target => ({ id, state: 'OutOfService', healthy: false });
const told = (self: string, targets: readonly Target[]): TargetsFact => ({
  type: 'targets.reported',
  at: 0,
  instance: 'i-0',
  self,
  targets,
});

it.each([
  ['the first in alphabetical order leads', 'i-05cc', [up('i-0f13'), up('i-05cc')], 'leader'],
  ['the second follows, wherever AWS names it', 'i-0f13', [up('i-0f13'), up('i-05cc')], 'follower'],
  ['who is not healthy follows, though it would be first', 'i-05cc', [down('i-05cc'), up('i-0f13')], 'follower'],
  ['the next leads where the first is not healthy', 'i-0f13', [down('i-05cc'), up('i-0f13')], 'leader'],
  ['the only one leads', 'i-05cc', [up('i-05cc')], 'leader'],
  ['who is not among them follows', 'i-0aaa', [up('i-0f13')], 'follower'],
  ['who begins like the first one is not the first', 'i-05c', [up('i-05cc')], 'follower'],
  ['who is healthy on one port of two leads', 'i-05cc', [down('i-05cc'), up('i-0f13'), up('i-05cc')], 'leader'],
  ['10.0.0.9 is before 10.0.0.10', '10.0.0.9', [up('10.0.0.10'), up('10.0.0.9')], 'leader'],
  ['10.0.0.10 is after 10.0.0.9', '10.0.0.10', [up('10.0.0.10'), up('10.0.0.9')], 'follower'],
  ['nobody leads where nobody is healthy', 'i-05cc', [down('i-05cc'), down('i-0f13')], 'follower'],
  ['nobody leads where there is nobody', 'i-05cc', [], 'follower'],
] as const)('%s', (_, self, targets, expected) => {
  expect(mastership(told(self, targets))).toBe(expected);
});

it('nobody knows without an answer', () => {
  expect(mastership({ type: 'targets.unreachable', at: 0, reason: 'timed out' })).toBe('unknown');
});

it.each([
  ['ids alphabetical', ['i-b', 'i-a', 'i-10', 'i-9'], ['i-10', 'i-9', 'i-a', 'i-b']],
  ['an id once, on however many ports it is', ['i-b', 'i-a', 'i-b', 'i-a'], ['i-a', 'i-b']],
  ['addresses numeric', ['10.0.0.10', '9.255.255.255', '10.0.0.9', '10.0.1.0'], ['9.255.255.255', '10.0.0.9', '10.0.0.10', '10.0.1.0']],
  [
    'addresses numeric beyond 31 bits too',
    ['192.168.0.1', '172.16.0.1', '10.0.0.1', '255.0.0.1'],
    ['10.0.0.1', '172.16.0.1', '192.168.0.1', '255.0.0.1'],
  ],
  ['an address once, on however many ports it is', ['10.0.0.2', '10.0.0.1', '10.0.0.2'], ['10.0.0.1', '10.0.0.2']],
  ['addresses of IPv6 alphabetical', ['fd00::b', 'fd00::a'], ['fd00::a', 'fd00::b']],
])('the healthy ones are told in order: %s', (_, ids, expected) => {
  expect(healthy([down('i-0'), down('1.1.1.1'), ...ids.map(up)])).toEqual(expected);
});

const anyId = constantFrom('i-a', 'i-b', 'i-0f13be692f5f35b5e', '10.0.0.9', '10.0.0.10', '192.168.0.1', '010.0.0.9', 'fd00::1', '');
const anyTargets = array(record({ id: anyId, state: constantFrom('healthy', 'draining'), healthy: boolean() }), { maxLength: 12 });

it('of all the hosts of any pool exactly one leads, and it is healthy; none where nobody is', () => {
  assert(
    property(anyTargets, (targets) => {
      const selves = [...new Set([...targets.map(({ id }) => id), 'i-stranger'])];
      const leaders = selves.filter((self) => mastership(told(self, targets)) === 'leader');
      const well = targets.filter((target) => target.healthy).map(({ id }) => id);
      expect(leaders).toHaveLength(well.length > 0 ? 1 : 0);
      expect(well).toEqual(expect.arrayContaining(leaders));
    }),
  );
});

it('every host of a pool sees the same order, however its answer is ordered and however often it names one', () => {
  assert(
    property(anyTargets, (targets) => {
      expect(healthy([...targets, ...targets].reverse())).toEqual(healthy(targets));
    }),
  );
});
