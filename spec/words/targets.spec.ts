import { expect, it } from 'vitest';
import type { Target, TargetsFact } from '../../src/facts/targets.ts';
import { sayTargets } from '../../src/words/targets.ts';

const POOL: readonly Target[] = [
  { id: 'i-0f13', state: 'InService', healthy: true },
  { id: 'i-0bad', state: 'OutOfService', healthy: false },
  { id: 'i-05cc', state: 'InService', healthy: true },
];

const said = (fact: TargetsFact, kind: 'elb' | 'alb' = 'elb') =>
  sayTargets(fact, kind).map(({ level, name, message }) => `${level} ${name} : ${message}`);

const told = (targets: readonly Target[], self = 'i-05cc'): TargetsFact => ({
  type: 'targets.reported',
  at: 0,
  instance: 'i-05cc',
  self,
  targets,
});

it('tells who asked and who is healthy, in the order that decides, and all states to who wants to know them', () => {
  expect(said(told(POOL))).toEqual([
    'INFO clustercron.lb : Instance ID: i-05cc',
    'DEBUG clustercron.elb : States: i-0f13 InService, i-0bad OutOfService, i-05cc InService',
    'INFO clustercron.elb : Healthy instances: i-05cc, i-0f13',
  ]);
});

it('tells the address where the targets are addresses, and speaks as the kind that was asked', () => {
  const targets = ['10.0.0.10', '10.0.0.9'].map((id) => ({ id, state: 'healthy', healthy: true }));
  expect(said(told(targets, '10.0.0.9'), 'alb')).toEqual([
    'INFO clustercron.lb : Instance ID: i-05cc',
    'INFO clustercron.lb : Private address: 10.0.0.9',
    'DEBUG clustercron.alb : States: 10.0.0.10 healthy, 10.0.0.9 healthy',
    'INFO clustercron.alb : Healthy instances: 10.0.0.9, 10.0.0.10',
  ]);
});

it('names an instance of several ports once, but every state of it', () => {
  const targets = ['healthy', 'draining', 'healthy'].map((state) => ({ id: 'i-05cc', state, healthy: state === 'healthy' }));
  expect(said(told(targets), 'alb').slice(1)).toEqual([
    'DEBUG clustercron.alb : States: i-05cc healthy, i-05cc draining, i-05cc healthy',
    'INFO clustercron.alb : Healthy instances: i-05cc',
  ]);
});

it.each([
  [[], 'There are no targets: nobody is master.'],
  [POOL.slice(1, 2), 'None of the targets is healthy, of 1: nobody is master.'],
  [[...POOL.slice(1, 2), ...POOL.slice(1, 2)], 'None of the targets is healthy, of 2: nobody is master.'],
])('warns that nobody is master where nobody is healthy (%#)', (targets, warning) => {
  const lines = said(told(targets)).slice(2);
  expect([lines[0], lines.at(-1)]).toEqual(['INFO clustercron.elb : Healthy instances: ', `WARNING clustercron.elb : ${warning}`]);
  expect(lines.slice(1, -1)).toEqual(targets.length > 0 ? ['INFO clustercron.elb : This host is not among the targets.'] : []);
});

it.each(['elb', 'alb'] as const)('says in one line of error why nobody knows (%s)', (kind) => {
  expect(said({ type: 'targets.unreachable', at: 0, reason: 'no credentials were found' }, kind)).toEqual([
    'ERROR clustercron.lb : Nobody knows whether this host is master: no credentials were found.',
  ]);
});

it('what AWS, or who answers for it, writes into a state or a reason makes no second line', () => {
  const fake = 'x\nINFO     clustercron.lb : fake\u001b[2J';
  const states = said(told([{ id: fake, state: fake, healthy: true }], fake));
  expect([...states, ...said({ type: 'targets.unreachable', at: 0, reason: fake })].join('')).not.toMatch(/\p{Cc}/u);
  expect(states).toHaveLength(4);
});
