import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { words } from '../../src/labels/words.ts';

interface Case {
  readonly text: string;
  readonly words?: readonly string[];
  readonly error?: string;
}

const { cases } = JSON.parse(readFileSync('spec/vectors/words.json', 'utf8')) as { cases: readonly Case[] };

it(`${cases.length} commands are split as Python's shlex splits them`, () => {
  for (const one of cases) {
    if (one.words) expect(words(one.text), JSON.stringify(one.text)).toEqual(one.words);
    else expect(() => words(one.text), JSON.stringify(one.text)).toThrow(one.error === 'No closing quotation' ? 'open quote' : 'backslash');
  }
});
