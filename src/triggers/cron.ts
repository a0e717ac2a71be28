import type { Cron, CronFields } from '../facts/job.ts';
import { FIELD_NAMES, WEEKDAYS } from './allowed.ts';
import { nthOfMonth, range } from './cron-item.ts';
import type { Fault } from './fault.ts';
import { unknownZone, zoneName } from './zone-name.ts';

/** The trigger that a cron expression describes (APScheduler 3's eight fields, filled with `*` on the left), or what is wrong with it. */
export function parseCron(text: string, timezone: string): { readonly trigger: Cron } | Fault {
  const zone = zoneName(timezone);
  if (zone === undefined) return unknownZone(timezone);
  const texts = fieldTexts(text);
  if (texts.length === 0) return { problem: `empty, allowed 1-8 fields: ${FIELD_NAMES.join(' ')}` };
  if (texts.length > FIELD_NAMES.length) return { problem: `${texts.length} fields, allowed 1-8: ${FIELD_NAMES.join(' ')}` };
  const fields = cronFields(texts);
  return 'problem' in fields ? fields : { trigger: { type: 'cron', text, timezone: zone, fields } };
}

const ENDS_WITH_ORDINAL = /(?:^|,)(?:\d+(?:st|nd|rd|th)|last)$/i;
const BEGINS_WITH_WEEKDAY = new RegExp(`^(?:${WEEKDAYS.join('|')})(?![a-z])`, 'i');

/** What stands between spaces, but for the space in `2nd fri`. */
function fieldTexts(text: string): readonly string[] {
  const texts: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const before = texts.at(-1);
    if (before !== undefined && ENDS_WITH_ORDINAL.test(before) && BEGINS_WITH_WEEKDAY.test(word)) {
      texts[texts.length - 1] = `${before} ${word}`;
    } else texts.push(word);
  }
  return texts;
}

function cronFields(texts: readonly string[]): CronFields | Fault {
  const fields: { -readonly [Name in keyof CronFields]: CronFields[Name] } = {};
  for (const [index, name] of FIELD_NAMES.slice(-texts.length).entries()) {
    const text = texts[index];
    if (text === undefined || text === '*') continue;
    const items = name === 'day' ? every(text, (item) => nthOfMonth(item) ?? range(name, item)) : every(text, (item) => range(name, item));
    if ('problem' in items) return items;
    Object.assign(fields, { [name]: items });
  }
  return fields;
}

function every<Item extends object>(text: string, read: (item: string) => Item | Fault): readonly Item[] | Fault {
  const items: Item[] = [];
  for (const each of text.split(',')) {
    const item = read(each === '' ? text : each);
    if ('problem' in item) return item;
    items.push(item);
  }
  return items;
}
