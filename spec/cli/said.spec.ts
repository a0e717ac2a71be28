import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { said } from '../../src/cli/said.ts';
import { folderOf } from '../support/files.ts';

const [heading = '', ...facts] = readFileSync('spec/recordings/journal-a-full-pool-and-other-definitions.ndjson', 'utf8')
  .trim()
  .split('\n');
const first = 'bosun-00000001.ndjson';
const second = 'bosun-00000002.ndjson';

/** How many entries are read, and what is odd. */
function read(files: Readonly<Record<string, string>>, name = '') {
  const odd: string[] = [];
  const folder = folderOf(files);
  const count = [...said(join(folder, name), (words) => odd.push(words.replaceAll(`${folder}/`, '')))].length;
  return { count, odd };
}

const text = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

describe('of a journal', () => {
  it('every segment is read, and nothing else that lies there', () => {
    const files = {
      [second]: text(heading, facts[1]!),
      [first]: text(heading, facts[0]!),
      key: 'x',
      [`${first}.torn`]: 'y',
      'other.ndjson': 'z',
    };
    expect(read(files)).toEqual({ count: 4, odd: [] });
  });

  it('what is being written at its end is no line yet', () => {
    expect(read({ [first]: text(heading) + facts[0]!.slice(0, 20) })).toEqual({ count: 1, odd: [] });
    expect(read({ [first]: text(heading), [second]: heading.slice(0, 9) })).toEqual({ count: 1, odd: [] });
    expect(read({ [first]: '' })).toEqual({ count: 0, odd: [] });
  });

  it('lines that cannot be read are left out, and told in the end', () => {
    expect(read({ [first]: text(heading, 'nonsense', facts[0]!) + facts[1]!.slice(0, 20), [second]: text(heading, '{}') })).toEqual({
      count: 3,
      odd: ['3 lines cannot be read, and are left out: bosun-00000001.ndjson:2, bosun-00000001.ndjson:4, bosun-00000002.ndjson:2'],
    });
    const { odd } = read({ [first]: text(heading, ...Array.from({ length: 1_000 }, () => '')) });
    expect(odd).toEqual([expect.stringMatching(/^1000 lines .*: bosun-00000001\.ndjson:2, .*:6, …$/)]);
  });

  const later = heading.replace('"version":1', '"version":2');
  const REFUSED = 'bosun-00000002.ndjson is of version 2, and this bosun reads version 1';

  it('a segment of another version is left out where there are others, and else refused', () => {
    expect(read({ [first]: text(heading, facts[0]!), [second]: text(later, facts[1]!) })).toEqual({
      count: 2,
      odd: [`${REFUSED}: it is left out`],
    });
    expect(() => read({ [second]: text(later, facts[0]!) })).toThrow(REFUSED);
    expect(() => read({ [first]: text(heading), [second]: text(later) }, second)).toThrow(REFUSED);
  });

  it('a file that does not begin as a segment does is refused', () => {
    expect(() => read({ [first]: text(facts[0]!, heading) })).toThrow('bosun-00000001.ndjson does not begin with what was known before');
  });

  it('a segment whose beginning cannot be read is left out where there are others', () => {
    const { count, odd } = read({ [first]: text('nonsense', facts[0]!), [second]: text(heading, facts[1]!) });
    expect([count, odd]).toEqual([2, [expect.stringMatching(/^bosun-00000001\.ndjson does not begin with .*: it is left out$/)]]);
  });

  it('a folder without one is refused', () => {
    expect(() => read({ key: 'x' })).toThrow('there is no journal, whose files are named bosun-00000001.ndjson and so on');
  });
});
