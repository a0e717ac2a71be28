import { expect, it } from 'vitest';
import type { RunFact, RunIdentity } from '../../src/facts/fact.ts';
import { isUnderWay, reduceRuns, staged, type Runs } from '../../src/state/run.ts';

const which: RunIdentity = {
  at: 10,
  service: 'web',
  run: 'r',
  job: 'web.backup',
  name: 'backup',
  due: 10,
  delay: 0,
  until: 0,
  container: 'web-1',
};
const due = reduceRuns(new Map(), { ...which, type: 'run.due' });
const starting: Runs = staged(due, due.get('r')!, { type: 'starting' });
const ends: readonly RunFact[] = [
  { ...which, type: 'run.finished', exitCode: 0, output: '' },
  { ...which, type: 'run.failed', reason: 'x' },
  { ...which, type: 'run.lost', reason: 'r', output: '' },
  { ...which, type: 'run.missed', reason: 'x' },
  { ...which, type: 'run.refused', reason: 'x' },
];

it('a run is known from its due time until its end is told, whatever the end', () => {
  expect([...due.keys()]).toEqual(['r']);
  for (const end of ends) expect(reduceRuns(starting, end).size, end.type).toBe(0);
});

it('a run takes a slot from the decision to start it until its end', () => {
  const running = reduceRuns(starting, { ...which, type: 'run.started', exec: 'e' });
  expect([due, starting, running].map((runs) => isUnderWay(runs.get('r')!))).toEqual([false, true, true]);
});

it('a run that is told to have started has, whatever was decided: a line that told why may be lost', () => {
  for (const runs of [due, staged(due, due.get('r')!, { type: 'refusing', reason: 'x' })])
    expect(reduceRuns(runs, { ...which, type: 'run.started', exec: 'e' }).get('r')?.stage.type).toBe('running');
});

it('what is told twice, of an unknown run, or out of order changes nothing', () => {
  expect(reduceRuns(due, { ...which, type: 'run.due' })).toBe(due);
  const running = reduceRuns(starting, { ...which, type: 'run.started', exec: 'e' });
  expect(reduceRuns(running, { ...which, type: 'run.started', exec: 'f' })).toBe(running);
  expect(reduceRuns(starting, { ...which, type: 'run.expired' })).toBe(starting);
  for (const end of ends) expect(reduceRuns(due, { ...end, run: 'other' })).toBe(due);
});
