import type { Interval } from '../facts/job.ts';
import { DAY, FORMS, LONGEST, milliseconds, misspelt, SECOND, UNITS, withUnits } from './duration.ts';
import type { Amount } from './duration.ts';
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
  return misspelt(text) ?? (/[^\d .:/]/.test(text) ? withUnits(text) : withoutUnits(text));
}

/** Weeks, days, hours, minutes, seconds: what is missing is missing on the left. */
function withoutUnits(text: string): readonly Amount[] | string {
  const numbers = text.replace(/^[.:/] ?| ?[.:/]$/g, '').split(/ ?[.:/] ?| /);
  if (numbers.includes('')) return `a separator without a number beside it, ${FORMS}`;
  if (numbers.length > UNITS.size) return 'more than five fields, allowed weeks days hours minutes seconds';
  const units = [...UNITS.values()].slice(-numbers.length);
  return units.map((unit, index) => [numbers[index] ?? '', unit]);
}
