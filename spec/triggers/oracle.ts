import { DateTime, IANAZone } from 'luxon';

/** Every due time in (after, until], by trying each second: slow, and written apart from what it checks. */
export function dueTimes(expression: string, timezone: string, after: number, until: number): readonly number[] {
  const fields = allFields(expression);
  const changes = changesOf(IANAZone.create(timezone), after - 26 * HOUR, until);
  const due = [];
  for (let at = Math.floor(after / 1000) * 1000 + 1000; at <= until; at += 1000) {
    const { at: since, before, offset } = changes.findLast((change) => change.at <= at)!;
    const isRepeated = at < since + before - offset && fields.at(-3) !== '*';
    const isAlsoInGap = at < since + offset - before && matches(fields, at + before);
    if ((matches(fields, at + offset) && !isRepeated) || isAlsoInGap) due.push(at);
  }
  return due;
}

/** Every midnight of a wall clock in [from, until] that matches, by trying each day. */
export function dueDays(expression: string, from: number, until: number): readonly number[] {
  const fields = allFields(expression);
  const due = [];
  for (let day = Math.ceil(from / DAY) * DAY; day <= until; day += DAY) if (matches(fields, day)) due.push(day);
  return due;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where the offset from UTC, in milliseconds, becomes another: to the minute, as changes are at whole minutes since 1972. */
function changesOf(zone: IANAZone, from: number, until: number) {
  const offsetAt = (at: number) => zone.offset(at) * 60_000;
  let at = Math.floor(from / HOUR) * HOUR;
  let offset = offsetAt(at);
  const changes = [{ at: -Infinity, before: offset, offset }];
  while (at < until) {
    at += offsetAt(at + HOUR) === offset ? HOUR : 60_000;
    const now = offsetAt(at);
    if (now !== offset) changes.push({ at, before: offset, offset: now });
    offset = now;
  }
  return changes;
}

/** The eight fields of an expression; the space in `2nd fri` is written `_` in what the specs make up. */
const allFields = (expression: string): readonly string[] => {
  const fields = expression.split(' ').map((field) => field.replaceAll('_', ' '));
  return [...Array<string>(8 - fields.length).fill('*'), ...fields];
};

function matches(fields: readonly string[], wall: number): boolean {
  const [year, month, day, week, weekday, hour, minute, second] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const of = (text: string, least: number, most: number, value: number) => text === '*' || values(text, least, most).has(value);
  const time = Math.floor(wall / 1000);
  if (!of(second, 0, 59, time % 60) || !of(minute, 0, 59, Math.floor(time / 60) % 60)) return false;
  if (!of(hour, 0, 23, Math.floor(time / 3600) % 24)) return false;
  const utc = new Date(wall);
  if (utc.getUTCFullYear() < 1970 || !of(year, 1970, 9999, utc.getUTCFullYear()) || !of(month, 1, 12, utc.getUTCMonth() + 1)) return false;
  if (week === '*' && weekday === '*' && day === '*') return true;
  const date = DateTime.fromMillis(wall, { zone: 'utc' });
  if (!of(week, 1, 53, date.weekNumber) || !of(weekday, 0, 6, date.weekday - 1)) return false;
  return day.split(',').some((item) => matchesDay(item, date));
}

function matchesDay(item: string, date: DateTime): boolean {
  const [nth, name] = item.split(' ');
  if (!/[a-z]/.test(item)) return item === '*' || values(item, 1, 31).has(date.day);
  const days = Array.from({ length: date.daysInMonth! }, (_, index) => date.set({ day: index + 1 }));
  const found = name === undefined ? days : days.filter(({ weekday }) => NAMES.indexOf(name) === weekday + 11);
  return (nth === 'last' ? found.at(-1) : found[Number(nth![0]) - 1])?.day === date.day;
}

const NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun'.split(' ');
const expanded = new Map<string, ReadonlySet<number>>();

function values(text: string, least: number, most: number): ReadonlySet<number> {
  const key = `${text} ${least} ${most}`;
  if (!expanded.has(key)) expanded.set(key, new Set(text.split(',').flatMap((item) => itemValues(item, least, most))));
  return expanded.get(key)!;
}

function itemValues(item: string, least: number, most: number): readonly number[] {
  const [span, step] = item.split('/');
  const valueOf = (text: string) => (NAMES.includes(text) ? (NAMES.indexOf(text) % 12) + least : Number(text));
  const [first, last] = span === '*' ? [least, most] : span!.split('-').map(valueOf);
  const until = last ?? (step === undefined ? first! : most);
  const all = [];
  for (let value = first!; value <= until; value += Number(step ?? 1)) all.push(value);
  return all;
}
