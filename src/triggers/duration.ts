/** A decimal number, as it was written, of a unit in milliseconds. */
export type Amount = readonly [number: string, unit: number];

export const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** By their first letters, in the order of the fields where there are none. */
export const UNITS: ReadonlyMap<string, number> = new Map([
  ['w', 7 * DAY],
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
]);
export const FORMS = 'allowed forms are 90m, 1d 12h, 1.5 hours, 42:00:00, weekly';
const LETTERS = `allowed ${[...UNITS.keys()].join(', ')}`;

/** From 1970 to the end of 9999. */
export const LONGEST = Date.UTC(10_000, 0);

/** What is wrong with the numbers of a text, whatever its form. */
export function misspelt(text: string): string | undefined {
  if (!/\d/.test(text)) return `no number, ${FORMS}`;
  if (/(?<![^ ,])- ?\.?\d/.test(text)) return 'negative, allowed numbers above 0';
  return /\d(?:,| ?e\+?)\d/i.test(text) ? NO_DECIMAL : undefined;
}

const NO_DECIMAL = 'not a decimal number, allowed digits and one dot';

/** The amounts that are to be added up where units follow numbers, or what is wrong. */
export function withUnits(text: string): readonly Amount[] | string {
  const amounts: Amount[] = [];
  for (const [, number = '', word = '', rest = ''] of text.matchAll(/([\d.:/]*) ?(\p{L}*)([^\d\p{L}.:/]*)/gu)) {
    if (number === '' && word === '' && /^[ ,]*$/.test(rest)) continue;
    if (number === '') return `no number before ${word || rest.trim()}, ${FORMS}`;
    if (!/^(?:\d+(?:\.\d+)?|\.\d+)$/.test(number)) return NO_DECIMAL;
    if (word === '') return 'a number without a unit beside one with, allowed a unit for all or none';
    if (!/^[ ,]*$/.test(rest)) return `${rest.trim()} after a unit, allowed spaces and commas`;
    const unit = unitOf(word.toLowerCase());
    if (typeof unit === 'string') return unit;
    amounts.push([number, unit]);
  }
  return amounts;
}

/** The first letter decides, but for months and milliseconds. */
function unitOf(word: string): number | string {
  if (word.startsWith('mo')) return `a month has no fixed length, ${LETTERS}`;
  if (/^(?:mil|ms)/.test(word)) return `unknown unit ${word} (milliseconds are not offered), ${LETTERS}`;
  return UNITS.get(word.charAt(0)) ?? `unknown unit ${word}, ${LETTERS}`;
}

/** Their sum, computed in whole numbers; what is finer than a millisecond is left off. */
export function milliseconds(amounts: readonly Amount[]): number {
  const places = amounts.reduce((most, [number]) => Math.max(most, fraction(number).length), 0);
  const sum = amounts.reduce(
    (total, [number, unit]) => total + BigInt(whole(number) + fraction(number).padEnd(places, '0')) * BigInt(unit),
    0n,
  );
  return Number(sum / 10n ** BigInt(places));
}

const whole = (number: string): string => number.split('.')[0] ?? '';
const fraction = (number: string): string => number.split('.')[1] ?? '';
