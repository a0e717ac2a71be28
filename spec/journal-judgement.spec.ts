import { describe, expect, it } from 'vitest';
import { judge } from '../scripts/journal-kills/judgement.ts';
import type { Ran } from '../scripts/journal-kills/load.ts';
import type { RunFact } from '../src/facts/fact.ts';

// What judges the kills is itself judged: it must find what is wrong.

const END = 9_000;

describe('of a job that is due at 1000, 2000, … a history with', () => {
  const whole = [...lived(1_000), ...lived(2_000), ...lived(3_000), ...lived(4_000), ...lived(5_000), ...lived(6_000), ...lived(7_000)];
  const without = (due: number) => whole.filter((fact) => fact.due !== due);
  const all = [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000].map((due) => ran(due));
  it.each<[string, readonly RunFact[], readonly Ran[], readonly string[]]>([
    ['each run once', whole, all, []],
    ['one run twice', whole, [...all, ran(2_000)], ['doubled']],
    ['one off the grid', [...whole, ...lived(2_400)], [...all, ran(2_400)], ['shifted']],
    ['one of which nothing is told', without(2_000), all.filter(({ run }) => run !== 'a@2000'), ['forgotten']],
    ['one that is told to be missed', [...without(2_000), told('run.missed', 2_000)], all.filter(({ run }) => run !== 'a@2000'), []],
    [
      'two that one fact tells to be missed',
      [...without(2_000).filter(({ due }) => due !== 3_000), { ...told('run.missed', 2_000), through: 3_999 } as RunFact],
      all.filter(({ run }) => run !== 'a@2000' && run !== 'a@3000'),
      [],
    ],
    [
      'one that is due and nothing else',
      [...without(2_000), told('run.due', 2_000)],
      all.filter(({ run }) => run !== 'a@2000'),
      ['forgotten'],
    ],
    ['one whose end is not told', whole.filter(({ type, due }) => type !== 'run.finished' || due !== 2_000), all, ['forgotten']],
    ['one whose end is told twice', [...whole, told('run.finished', 2_000)], all, ['forgotten']],
    ['one that ended otherwise than is told', whole, [...all.slice(1), { ...ran(1_000), exitCode: 3 }], ['forgotten']],
    ['a last one that still runs', [...whole, told('run.due', 8_000)], [...all, { ...ran(8_000), ends: 9_900 }], []],
  ])('%s', (_, facts, runs, wrong) => {
    const verdict = judge(runs, facts, new Map([['a', 1_000]]), END);
    expect(Object.entries(verdict).flatMap(([kind, found]: [string, readonly string[]]) => found.map(() => kind))).toEqual(wrong);
  });
});

function told(type: 'run.due' | 'run.started' | 'run.finished' | 'run.missed', due: number): RunFact {
  const of = { at: due, service: 's', run: `a@${due}`, job: 'a', name: 'a', due, delay: 0, until: due, container: 'c' };
  return { ...of, type, exec: 'e', exitCode: 0, output: '', reason: 'no slot was free' };
}

function lived(due: number): readonly RunFact[] {
  return (['run.due', 'run.started', 'run.finished'] as const).map((type) => told(type, due));
}

function ran(due: number): Ran {
  return { run: `a@${due}`, at: due, ends: due + 10, exitCode: 0 };
}
