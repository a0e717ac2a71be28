import type { Time } from '../facts/fact.ts';
import { Misused } from './misused.ts';

/** A time or a date of ISO 8601, in UTC where it names no offset; a date is its first moment. */
export function timeOf(option: string, given: string | undefined): Time | undefined {
  if (given === undefined) return undefined;
  const [, date = '', clock = 'T00:00', zone = 'Z'] = ISO.exec(given) ?? [];
  const at = Date.parse(`${date}${clock.replace(' ', 'T').replace(',', '.')}${zone}`);
  const isDate = new Date(`${date}T00:00Z`).getUTCDate() === Number(date.slice(8)); // of the 30th of February Node makes the 2nd of March
  if (Number.isFinite(at) && isDate) return at;
  throw new Misused(`--${option}: "${given}" is no time, allowed are such as 2026-11-22, 2026-11-22T02:00:00Z and 2026-11-22T03:00+01:00`);
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:([T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** A whole number from 1 on. */
export function countOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const count = Number(given);
  if (/^\d+$/.test(given) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw new Misused(`--${option}: "${given}" is no whole number from 1 on`);
}
