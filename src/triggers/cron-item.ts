import type { NthOfMonth, Range } from '../facts/job.ts';
import { ALLOWED, allowed, MONTHS, WEEKDAYS } from './allowed.ts';
import type { FieldName } from './allowed.ts';
import type { Fault } from './fault.ts';

/** What `*`, `a`, `a-b` (numbers or names), each with or without a step, stands for in a field. */
export function range(name: FieldName, item: string): Range | Fault {
  const [, , a, b, stepText] = FORM.exec(item) ?? [];
  const refused = { problem: `${name} ${item}, allowed ${allowed(name)}` };
  if (!FORM.test(item) || (a !== undefined && b !== undefined && isNumber(a) !== isNumber(b))) return refused;

  const [least, greatest] = ALLOWED[name];
  const first = a === undefined ? least : valueOf(name, a);
  const last = b !== undefined ? valueOf(name, b) : a !== undefined && stepText === undefined ? first : greatest;
  if (first === undefined || last === undefined || first < least || last > greatest) return refused;
  if (first > last) return { problem: `${refused.problem}, from the smaller to the greater` };

  const step = Number(stepText ?? 1);
  const reach = (last === 0 ? greatest : last) - first; // APScheduler 3 takes a last value of 0 for none when it checks the step
  if (stepText === undefined || (step >= 1 && step <= reach)) return { first, last, step };
  return { problem: `${name} ${item}, allowed ${reach > 0 ? `steps 1-${reach}` : 'no step, as it is one value'}` };
}

/** What `last`, `2nd fri` or `last sun` stands for in `day`; undefined when it is none of these. */
export function nthOfMonth(item: string): NthOfMonth | undefined {
  const [, ordinal, name] = NTH.exec(item.toLowerCase()) ?? [];
  if (ordinal === undefined) return undefined;
  const nth = ordinal === 'last' ? 'last' : Number(ordinal.slice(0, 1));
  if (name !== undefined) return { nth, weekday: WEEKDAYS.indexOf(name) };
  return nth === 'last' ? { nth } : undefined;
}

const FORM = /^(\*|([a-z]+|\d+)(?:-([a-z]+|\d+))?)(?:\/(\d+))?$/i;
const NTH = new RegExp(`^(1st|2nd|3rd|4th|5th|last)(?: (${WEEKDAYS.join('|')}))?$`);

const isNumber = (text: string): boolean => /^\d+$/.test(text);

function valueOf(name: FieldName, text: string): number | undefined {
  if (isNumber(text)) return Number(text);
  const index = name === 'month' ? MONTHS.indexOf(text.toLowerCase()) : name === 'day_of_week' ? WEEKDAYS.indexOf(text.toLowerCase()) : -1;
  return index < 0 ? undefined : index + ALLOWED[name][0];
}
