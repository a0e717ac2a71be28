import { expect, it } from 'vitest';
import { heard } from '../../src/cli/heard.ts';
import type { Heading, Kept } from '../../src/edge/journal/segment.ts';
import { ledger } from '../../src/streams/ledger.ts';

it('what makes no sense is left out, and told', () => {
  const heading: Heading = { ...ledger(1).snapshot(), version: 1 };
  const senseless = { type: 'docker.listed', at: 1 } as unknown as Kept;
  const odd: string[] = [];
  const read = (...entries: Kept[]) => [...heard([heading, ...entries], (words) => odd.push(words))].map(({ fact }) => fact.at);
  expect(read({ type: 'docker.reached', at: 1 }, senseless, { type: 'docker.reached', at: 2 })).toEqual([1, 2]);
  expect(read(senseless, senseless)).toEqual([]);
  expect(odd).toEqual(['1 line makes no sense, and is left out', '2 lines make no sense, and are left out']);
});
