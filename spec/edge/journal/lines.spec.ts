import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileLines } from '../../../src/edge/journal/lines.ts';
import { folderOf } from '../../support/files.ts';

const read = (text: string) => [...fileLines(join(folderOf({ lines: text }), 'lines'), (...line) => line)];

const LONG = 'ä'.repeat(5 << 20); // is cut within a letter, by the pieces in which a file is read

it.each([
  ['none', '', []],
  ['a whole one and one that is not', 'ab\ncd', [['ab', 3, true], ['cd', 5, false]]], // prettier-ignore
  ['an empty one', 'a\n\nb\n', [['a', 2, true], ['', 3, true], ['b', 5, true]]], // prettier-ignore
  ['one longer than what is read at once', `${LONG}\nb`, [[LONG, 2 * LONG.length + 1, true], ['b', 2 * LONG.length + 2, false]]], // prettier-ignore
  ['one of just that length', `${'x'.repeat((4 << 20) - 1)}\n`, [['x'.repeat((4 << 20) - 1), 4 << 20, true]]],
])('of a file with %s', (_, text, lines) => {
  expect(read(text)).toEqual(lines);
});
