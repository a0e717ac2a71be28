import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { JournalRefused } from '../../../src/edge/journal/refused.ts';
import { recalled } from '../../../src/edge/journal/recalled.ts';
import type { Heading, Kept as Entry } from '../../../src/edge/journal/segment.ts';
import { ledger } from '../../../src/streams/ledger.ts';
import { journalFolder } from '../../support/journal-folder.ts';
import { lived } from '../../support/two-lives.ts';
import { stories } from '../../support/stories.ts';

const folder = journalFolder();
afterAll(() => folder[Symbol.dispose]());
beforeEach(() => folder.empty());

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 20; // 5,000 in `npm test`
const TAIL = 4_096;

const kept = lived(fc.sample(stories, { seed: 11, numRuns: 1 })[0]!).slice(0, 40);
const more = kept.slice(-1);
const BREAK = '\n'.charCodeAt(0);

/** A segment with all of it. */
function segment(): { readonly path: string; readonly bytes: Buffer } {
  folder.empty();
  folder.add(kept);
  const [path, ...others] = folder.segments();
  expect(others).toEqual([]);
  return { path: path!, bytes: readFileSync(path!) };
}

/** What these lines of a segment come to. */
function fold(lines: readonly string[]): string {
  const [heading, ...facts] = lines.map((line) => JSON.parse(line) as Heading | Entry);
  if (heading?.type !== 'snapshot') throw new Error('it has no heading');
  const book = ledger(heading.poolSize, heading);
  for (const said of facts) if (said.type !== 'snapshot') book.hear(said, said.heard ?? said.at);
  return JSON.stringify(book.snapshot());
}

const linesOf = (bytes: Buffer): readonly string[] => bytes.toString().split('\n').slice(0, -1);

it('cut at any byte of its last 4 KiB it opens, knows what the whole lines say, sets the rest aside, and is gone on with', () => {
  const { path, bytes } = segment();
  expect(bytes.length).toBeGreaterThan(TAIL);
  const folds = new Map<number, string>();
  for (let cut = bytes.length - TAIL; cut <= bytes.length; cut++) {
    folder.empty();
    const left = bytes.subarray(0, cut);
    writeFileSync(path, left);
    const whole = left.subarray(0, left.lastIndexOf(BREAK) + 1);
    if (!folds.has(whole.length)) folds.set(whole.length, fold(linesOf(whole)));
    const { known: read, told, warnings } = folder.add(more);
    expect(JSON.stringify(read)).toBe(folds.get(whole.length));
    expect(told).toEqual([]);
    expect(warnings).toEqual(
      whole.length === cut
        ? []
        : [
            `${path}: its last ${cut - whole.length} bytes are no whole line, as after a crash: they are set aside in ${path.split('/').at(-1)!}.torn.`,
          ],
    );
    if (whole.length < cut) expect(readFileSync(`${path}.torn`).equals(left.subarray(whole.length))).toBe(true);
    const after = readFileSync(path);
    expect(after.subarray(0, whole.length).equals(whole)).toBe(true);
    expect(linesOf(after.subarray(whole.length))).toHaveLength(1); // the fact that was added
    expect(recalled(folder.path)).toMatchObject({ warnings: [], last: { path, size: after.length } });
  }
  expect(folds.size).toBeGreaterThan(5);
}, 60_000);

describe('a newest segment', () => {
  const { path, bytes } = segment();
  const next = path.replace('00000001', '00000002');
  const [heading = '', ...facts] = linesOf(bytes);
  const before = () => writeFileSync(path, bytes);

  it.each([
    ['whose first line is torn', Buffer.from(heading.slice(0, 50))],
    ['of NUL bytes', Buffer.alloc(5_000)],
  ])('%s is set aside, and the one before is gone on with', (_, content) => {
    before();
    writeFileSync(next, content);
    const { known: read, last, next: number } = folder.add(more);
    expect(JSON.stringify(read)).toBe(fold(linesOf(bytes)));
    expect(last?.path).toBe(path);
    expect(number).toBe(3); // what was set aside is never written over
    expect(readFileSync(`${next}.torn`).equals(content)).toBe(true);
    expect(folder.segments()).toEqual([path]);
  });

  it('that is empty is passed over', () => {
    before();
    writeFileSync(next, '');
    expect(folder.add(more)).toMatchObject({ warnings: [], last: { path }, next: 3 });
  });

  it('whose first line is broken goes on where the one before ends, stays as it is, and another is begun', () => {
    writeFileSync(path, `${[heading, ...facts.slice(0, 10)].join('\n')}\n`);
    writeFileSync(next, `${[heading.slice(1), ...facts.slice(10)].join('\n')}\n`);
    const content = readFileSync(next);
    const { known: read, last, warnings } = folder.add(more);
    expect(JSON.stringify(read)).toBe(fold(linesOf(bytes)));
    expect(last).toBeUndefined();
    expect(warnings).toEqual([`${next}: 1 line cannot be read, and is left out.`]);
    expect(readFileSync(next).equals(content)).toBe(true);
    expect(folder.segments()).toHaveLength(3);
  });

  it('with NUL bytes at its end loses these', () => {
    writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(3_000)]));
    folder.add(more);
    expect(readFileSync(`${path}.torn`).equals(Buffer.alloc(3_000))).toBe(true);
    expect(readFileSync(path).subarray(0, bytes.length).equals(bytes)).toBe(true);
  });

  it.each([
    ['garbage', '{"type":"run.due","at":'],
    ['an empty line', ''],
    ['NUL bytes', '\0\0\0'],
    ['what is no fact', '["run.due"]'],
    ['a fact that makes no sense', '{"type":"docker.listed","at":7}'],
    ['an unknown fact', '{"type":"moon.rose","at":7}'],
  ])('with %s in the middle keeps that in its place, and passes it over', (_, line) => {
    const content = `${[heading, ...facts.slice(0, 20), line, ...facts.slice(20)].join('\n')}\n`;
    writeFileSync(path, content);
    const { known: read, warnings } = folder.add(more);
    expect(JSON.stringify(read)).toBe(fold(linesOf(bytes)));
    expect(warnings).toEqual([`${path}: 1 line cannot be read, and is left out.`]);
    expect(readFileSync(path, 'utf8').startsWith(content)).toBe(true);
    expect(existsSync(`${path}.torn`)).toBe(false);
  });
});

it('whichever byte is another it is refused or opened, and no whole line is lost', () => {
  const { path, bytes } = segment();
  let opened = 0;
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      folder.empty();
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= flip;
      writeFileSync(path, flipped);
      try {
        folder.add(more);
        opened++;
      } catch (cause) {
        expect(cause).toBeInstanceOf(JournalRefused);
      }
      const files = [path, `${path}.torn`].filter((file) => existsSync(file)).map((file) => readFileSync(file));
      const all = new Set(files.flatMap((file) => file.toString('latin1').split('\n')));
      for (const line of flipped.toString('latin1').split('\n')) expect(all).toContain(line);
    }),
    { numRuns: RUNS },
  );
  expect(opened).toBeGreaterThan(RUNS * 0.9);
}, 300_000);
