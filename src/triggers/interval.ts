import type { Interval } from '../facts/job.ts';
import type { Fault } from './fault.ts';

/** The trigger that an interval's text describes (`90m`, `1 day, 2 hours`, `42:00:00`, `weekly`), or what is wrong with it. */
export function parseInterval(text: string): { readonly trigger: Interval } | Fault {
  const given = text.trim().replace(/\s+/g, ' ');
  if (given === '') return { problem: `empty, ${FORMS}` };
  const amounts = amountsOf(SHORTCUTS.get(given.toLowerCase()) ?? given.replace(/^every(?: |$)/i, ''));
  if (typeof amounts === 'string') return { problem: `${given}, ${amounts}` };
  const every = milliseconds(amounts);
  if (every < SECOND) return { problem: `${given}, shorter than one second, allowed 1s and longer` };
  if (every > LONGEST) return { problem: `${given}, longer than the calendar reaches, allowed ${LONGEST / DAY}d and shorter` };
  return { trigger: { type: 'interval', text, every } };
}

/** A decimal number, as it was written, of a unit in milliseconds. */
type Amount = readonly [number: string, unit: number];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** By their first letters, in the order of the fields where there are none. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['w', 7 * DAY],
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
]);
const FORMS = 'allowed forms are 90m, 1d 12h, 1.5 hours, 42:00:00, weekly';
const LETTERS = `allowed ${[...UNITS.keys()].join(', ')}`;

/** From 1970 to the end of 9999. */
const LONGEST = Date.UTC(10_000, 0);

const SHORTCUTS: ReadonlyMap<string, string> = new Map([
  ['weekly', '1w'],
  ['daily', '1d'],
  ['hourly', '1h'],
  ['every week', '1w'],
  ['every day', '1d'],
  ['every hour', '1h'],
  ['every minute', '1m'],
  ['every second', '1s'],
]);

/** What is to be added up, or what is wrong. */
function amountsOf(text: string): readonly Amount[] | string {
  if (!/\d/.test(text)) return `no number, ${FORMS}`;
  if (/(?<![^ ,])- ?\.?\d/.test(text)) return 'negative, allowed numbers above 0';
  if (/\d(?:,| ?e\+?)\d/i.test(text)) return NO_DECIMAL;
  return /[^\d .:/]/.test(text) ? withUnits(text) : withoutUnits(text);
}

const NO_DECIMAL = 'not a decimal number, allowed digits and one dot';

function withUnits(text: string): readonly Amount[] | string {
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

/** Weeks, days, hours, minutes, seconds: what is missing is missing on the left. */
function withoutUnits(text: string): readonly Amount[] | string {
  const numbers = text.replace(/^[.:/] ?/, '').split(/ ?[.:/] ?| /);
  if (numbers.includes('')) return `a separator without a number beside it, ${FORMS}`;
  if (numbers.length > UNITS.size) return 'more than five fields, allowed weeks days hours minutes seconds';
  const units = [...UNITS.values()].slice(-numbers.length);
  return units.map((unit, index) => [numbers[index] ?? '', unit]);
}

/** Their sum, computed in whole numbers; what is finer than a millisecond is left off. */
function milliseconds(amounts: readonly Amount[]): number {
  const places = amounts.reduce((most, [number]) => Math.max(most, fraction(number).length), 0);
  const sum = amounts.reduce(
    (total, [number, unit]) => total + BigInt(whole(number) + fraction(number).padEnd(places, '0')) * BigInt(unit),
    0n,
  );
  return Number(sum / 10n ** BigInt(places));
}

const whole = (number: string): string => number.split('.')[0] ?? '';
const fraction = (number: string): string => number.split('.')[1] ?? '';
