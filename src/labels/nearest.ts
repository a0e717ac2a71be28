import { distance } from 'fastest-levenshtein';

/** `, did you mean "…"?` where one of the allowed words is near, and all of them otherwise. */
export function nearest(word: string, allowed: readonly string[]): string {
  const near = allowed.find((other) => distance(word.toLowerCase(), other) <= Math.max(1, Math.floor(other.length / 3)));
  return near ? `, did you mean "${near}"?` : `, allowed are ${allowed.join(', ')}`;
}

/** Whether one may have been meant for the other: a letter is wrong, or in a long word two. */
export const isNear = (word: string, meant: string): boolean => distance(word, meant) <= (meant.length > 8 ? 2 : 1);
