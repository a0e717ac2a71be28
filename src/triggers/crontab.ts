import type { CronFields, Crontab, NthOfMonth, Range } from '../facts/job.ts';
import { CRONTAB_NAMES, crontabItem } from './crontab-item.ts';
import type { CrontabItem, CrontabName } from './crontab-item.ts';
import type { Fault } from './fault.ts';
import { unknownZone, zoneName } from './zone-name.ts';

/**
 * The trigger that the times of a crontab's line describe (five fields, six with leading seconds, `@daily` and its kin), or what is wrong.
 * Where day_of_month and day_of_week are both restricted, a day that matches either matches.
 */
export function parseCrontab(text: string, timezone: string): { readonly trigger: Crontab } | Fault {
  const zone = zoneName(timezone);
  if (zone === undefined) return unknownZone(timezone);
  const given = text.trim().toLowerCase();
  if (given === '') return { problem: `empty, ${FORMS}` };
  const texts = (SHORTCUTS.get(given) ?? text.trim()).split(/\s+/);
  if (given.startsWith('@') && !SHORTCUTS.has(given)) return { problem: `${text.trim()}, allowed ${[...SHORTCUTS.keys()].join(', ')}` };
  if (texts.length < 5 || texts.length > 6) return { problem: `${texts.length} field${texts.length === 1 ? '' : 's'}, ${FORMS}` };
  const fields = fieldsOf(texts.length === 5 ? ['0', ...texts] : texts);
  return 'problem' in fields ? fields : { trigger: { type: 'crontab', text, timezone: zone, fields } };
}

const FORMS = `allowed 5 fields: ${CRONTAB_NAMES.slice(1).join(' ')}, or 6 with leading seconds`;

const SHORTCUTS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

function fieldsOf(texts: readonly string[]): CronFields | Fault {
  const read: Partial<Record<CrontabName, readonly CrontabItem[]>> = {};
  for (const [index, name] of CRONTAB_NAMES.entries()) {
    const text = texts[index] ?? '*';
    if (text === '*' || (text === '?' && name.startsWith('day'))) continue;
    const items: CrontabItem[] = [];
    for (const each of text.split(',')) {
      const item = crontabItem(name, each === '' ? text : each);
      if ('problem' in item) return item;
      items.push(item);
    }
    read[name] = items;
  }
  const { month, hour, minute, second } = read;
  return {
    ...(month && { month: rangesOf(month) }),
    ...daysOf(read.day_of_month, read.day_of_week),
    ...(hour && { hour: rangesOf(hour) }),
    ...(minute && { minute: rangesOf(minute) }),
    ...(second && { second: rangesOf(second) }),
  };
}

/** Weekdays that are to match beside days of the month are days too. */
function daysOf(
  days: readonly CrontabItem[] | undefined,
  weekdays: readonly CrontabItem[] | undefined,
): Pick<CronFields, 'day' | 'day_of_week'> {
  if (days === undefined && weekdays?.every(({ nth }) => nth.length === 0)) return { day_of_week: rangesOf(weekdays) };
  if (days === undefined && weekdays === undefined) return {};
  const every = rangesOf(weekdays ?? []).flatMap(({ first, last, step }) =>
    Array.from({ length: (last - first) / step + 1 }, (_, index): NthOfMonth => ({ nth: 'every', weekday: first + index * step })),
  );
  const nth = [...(days ?? []), ...(weekdays ?? [])].flatMap((item) => item.nth);
  return { day: [...rangesOf(days ?? []), ...nth, ...every] };
}

/** The same for the same values, however they were written: one range where their distances are equal, else each row of neighbours. */
function rangesOf(items: readonly CrontabItem[]): readonly Range[] {
  const values = [...new Set(items.flatMap((item) => item.values))].sort((a, b) => a - b);
  const [first, second, last] = [values[0], values[1], values.at(-1)];
  if (first === undefined || last === undefined) return [];
  const step = second === undefined ? 1 : second - first;
  if (values.every((value, index) => value === first + index * step)) return [{ first, last, step }];
  const ranges: { first: number; last: number; step: 1 }[] = [];
  for (const value of values) {
    const range = ranges.at(-1);
    if (range?.last === value - 1) range.last = value;
    else ranges.push({ first: value, last: value, step: 1 });
  }
  return ranges;
}
