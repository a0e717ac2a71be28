import type { DateTrigger } from '../facts/job.ts';
import { ALLOWED } from './allowed.ts';
import type { Fault } from './fault.ts';
import { nextCron } from './next-cron.ts';
import { unknownZone, zoneName } from './zone-name.ts';

/**
 * The trigger of one instant, a wall-clock time (`2027-01-31`, `2027-01-31 10:00:00`) or one with its own offset from UTC, or what is wrong.
 * A wall time that does not exist is read at the offset before the gap; one that occurs twice is the first.
 */
export function parseDate(text: string, timezone: string): { readonly trigger: DateTrigger } | Fault {
  const zone = zoneName(timezone);
  if (zone === undefined) return unknownZone(timezone);
  const given = text.trim().replace(/\s+/g, ' ');
  const [, date, time, fraction = '', offset] = FORM.exec(given) ?? [];
  if (date === undefined) return { problem: given === '' ? `empty, ${FORMS}` : `${given}, ${misshapen(given)}, ${FORMS}` };
  const numbers = [...date.split('-'), ...(time ?? '0:0:0').split(':')].map(Number);
  const fault = beyond(numbers) ?? beyondOffset(offset);
  if (fault !== undefined) return { problem: `${given}, ${fault}` };
  const at = offset === undefined ? instant(numbers, zone) : wallOf(numbers) - milliseconds(offset);
  if (at === undefined) return { problem: `${given}, no such time in ${zone}, allowed times that its clocks show` };
  return { trigger: { type: 'date', text, timezone: zone, at: at + Number(fraction.slice(0, 3).padEnd(3, '0')) } };
}

const FORM = /^(\d{4}-\d\d?-\d\d?)(?:[ T](\d\d?:\d\d?:\d\d?)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)?)?$/i;
const FORMS = 'allowed forms are 2027-01-31, 2027-01-31 10:00:00, 2027-01-31T10:00:00+02:00';

const misshapen = (given: string): string =>
  /^\d{4}-\d\d?-\d\d?[ T]\d\d?:\d\d?(?:Z|[+-]\d\d:\d\d)?$/i.test(given) ? 'seconds are required' : 'not the format of a date';

/** The first number that no calendar or clock has, and which there are. */
function beyond(numbers: readonly number[]): string | undefined {
  const [year = 0, month = 0] = numbers;
  for (const [index, name] of NAMES.entries()) {
    const [number = 0, [least, most]] = [numbers[index], ALLOWED[name]];
    const greatest = name === 'day' ? new Date(Date.UTC(year, month, 0)).getUTCDate() : most;
    const where = name === 'day' ? ` in ${year}-${String(month).padStart(2, '0')}` : '';
    if (number < least || number > greatest) return `no such ${name} ${number}, allowed ${least}-${greatest}${where}`;
  }
  return undefined;
}

const NAMES = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

const beyondOffset = (offset = 'Z'): string | undefined =>
  /^(?:Z|.(?:[01]\d|2[0-3]):[0-5]\d)$/i.test(offset) ? undefined : `no such offset ${offset}, allowed Z and -23:59 to +23:59`;

const wallOf = ([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

function milliseconds(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

/** That of a cron expression of these numbers, so that both agree about summer time. */
function instant(numbers: readonly number[], timezone: string): number | undefined {
  const fields = Object.fromEntries(
    NAMES.map((name, index) => [name, [{ first: numbers[index] ?? 0, last: numbers[index] ?? 0, step: 1 }]]),
  );
  return nextCron({ fields, timezone }, wallOf(numbers) - 2 * 86_400_000);
}
