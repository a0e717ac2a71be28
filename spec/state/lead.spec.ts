import { expect, it } from 'vitest';
import type { Fact, Time } from '../../src/facts/fact.ts';
import { fact } from '../../src/marbles/vocabulary.ts';
import { hearOfLead, isFresh, isNews, unled, type Lead } from '../../src/state/lead.ts';

const heard = (...told: readonly (readonly [at: Time, sentence: string])[]): Lead =>
  told.reduce((lead, [at, sentence]) => hearOfLead(lead, fact(sentence, at), at), unled);
const begun: Fact = { type: 'bosun.started', at: 9, version: '0', poolSize: 1, journal: true };

it('leads since it was first told so, however often', () => {
  expect(heard([1, 'this host leads'], [5, 'this host leads'])).toMatchObject({ since: 1, until: undefined });
});

it('has led until it was first told that it does not', () => {
  const left = heard([1, 'this host leads'], [5, 'this host does not lead'], [7, 'this host does not lead']);
  expect(left).toMatchObject({ since: undefined, until: 5 });
  expect(hearOfLead(left, fact('this host leads', 8), 8)).toMatchObject({ since: 8, until: 5 });
});

it('has led until bosun begins again', () => {
  expect(hearOfLead(heard([0, 'AWS lists i-2'], [1, 'this host leads']), begun, 9)).toEqual({ ...unled, until: 9 });
  expect(hearOfLead(heard([0, 'AWS lists i-2']), begun, 9)).toBe(unled);
});

it('is of one form, whatever was told first', () => {
  const one = heard([1, 'this host leads'], [1, 'AWS lists i-2']);
  const other = hearOfLead(JSON.parse(JSON.stringify(heard([1, 'this host leads']))) as Lead, fact('AWS lists i-2', 1), 1);
  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
});

it('goes by an answer for as long as it holds, whether that said something new or not', () => {
  const lead = heard([100, 'AWS lists i-2'], [100, 'this host leads']); // which holds for a day
  expect([isFresh(lead, 86_400_100), isFresh(lead, 86_400_101)]).toEqual([true, false]);
  const later = hearOfLead(lead, { type: 'targets.unchanged', at: 200 }, 200);
  expect([isFresh(later, 86_400_200), isFresh(later, 86_400_201)]).toEqual([true, false]);
});

it('an answer is news where the targets are others, or this host is', () => {
  const lead = heard([0, 'AWS lists i-1, i-2']);
  const answer = { ...lead.answer!, at: 5 };
  expect(isNews(lead, answer)).toBe(false);
  expect(isNews(unled, answer)).toBe(true);
  expect([{ self: 'i-9' }, { instance: 'i-9' }, { targets: [] }].map((other) => isNews(lead, { ...answer, ...other }))).toEqual([
    true,
    true,
    true,
  ]);
});
