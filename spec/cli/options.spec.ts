import { expect, it } from 'vitest';
import { readOptions } from '../../src/cli/options.ts';

const OPTIONS = { from: 'value', job: 'value', json: 'switch' } as const;

it('are read in any order, beside one place', () => {
  const { values, switches, place } = readOptions(['--json', '--job=a b', 'state', '--from', 'T'], OPTIONS);
  expect([Object.fromEntries(values), [...switches], place]).toEqual([{ job: 'a b', from: 'T' }, ['json'], 'state']);
});

it('what follows -- is a place, whatever it looks like', () => {
  expect(readOptions(['--', '--json'], OPTIONS)).toMatchObject({ place: '--json', switches: new Set() });
});

it.each([
  [['--jop', 'a'], '"--jop" is no option, did you mean "--job"?'],
  [['-j'], '"-j" is no option, allowed are --from, --job, --json'],
  [['--toString'], '"--toString" is no option, allowed are --from, --job, --json'],
  [['--json=yes'], '--json takes no value, given is "yes"'],
  [['--job'], '--job takes a value, none is given'],
  [['--job='], '--job takes a value, none is given'],
  [['--job', 'a', '--job', 'b'], '--job is given twice: "a" and "b"'],
  [['a', 'b'], '"b" is one too many beside "a"'],
])('%j is refused: %s', (words, fault) => {
  expect(() => readOptions(words, OPTIONS)).toThrow(fault);
});
