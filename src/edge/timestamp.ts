import type { Time } from '../facts/fact.ts';

/** The time of an RFC 3339 timestamp with what is finer than a millisecond (Date.parse drops it): two containers may start in the same one. */
export function timestamp(text: string): Time {
  const finer = /\.\d{3}(\d+)/.exec(text)?.[1];
  return Date.parse(text) + (finer === undefined ? 0 : Number(`0.${finer}`));
}
