import { DateTime, IANAZone } from 'luxon';

/** Every due time in (after, until], by trying each second: slow, and written apart from what it checks. */
export function dueTimes(expression: string, timezone: string, after: number, until: number): readonly number[] {
  const fields = allFields(expression);
  const changes = changesOf(IANAZone.create(timezone), after - 26 * HOUR, until);
  const due = [];
  for (let at = Math.floor(after / 1000) * 1000 + 1000; at <= until; at += 1000) {
    const { at: since, before, offset } = changes.findLast((change) => change.at <= at)!;
    const isRepeated = at < since + before - offset && fields.hour !== undefined;
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

/** What the eight fields of an expression allow, undefined where it is all; the space in `2nd fri` is written `_` in what the specs make up. */
function allFields(expression: string) {
  const given = expression.split(' ').map((field) => field.replaceAll('_', ' '));
  const texts = [...Array<string>(8 - given.length).fill('*'), ...given];
  const of = (index: number, least: number, most: number) => (texts[index] === '*' ? undefined : values(texts[index]!, least, most));
  return {
    year: of(0, 1970, 9999),
    month: of(1, 1, 12),
    days: texts[2] === '*' ? undefined : texts[2]!.split(',').map((item) => (/[a-z]/.test(item) ? item : values(item, 1, 31))),
    week: of(3, 1, 53),
    weekday: of(4, 0, 6),
    hour: of(5, 0, 23),
    minute: of(6, 0, 59),
    second: of(7, 0, 59),
  };
}

function matches({ year, month, days, week, weekday, hour, minute, second }: ReturnType<typeof allFields>, wall: number): boolean {
  const is = (allowed: ReadonlySet<number> | undefined, value: number) => allowed?.has(value) ?? true;
  const time = Math.floor(wall / 1000);
  if (!is(second, time % 60) || !is(minute, Math.floor(time / 60) % 60) || !is(hour, Math.floor(time / 3600) % 24)) return false;
  const utc = new Date(wall);
  if (utc.getUTCFullYear() < 1970 || !is(year, utc.getUTCFullYear()) || !is(month, utc.getUTCMonth() + 1)) return false;
  if (!week && !weekday && !days) return true;
  const date = DateTime.fromMillis(wall, { zone: 'utc' });
  if (!is(week, date.weekNumber) || !is(weekday, date.weekday - 1)) return false;
  return days?.some((item) => (typeof item === 'string' ? matchesDay(item, date) : item.has(date.day))) ?? true;
}

function matchesDay(item: string, date: DateTime): boolean {
  const key = `${date.year} ${date.month} ${item}`;
  if (!nthDays.has(key)) nthDays.set(key, nthDay(item, date));
  return nthDays.get(key) === date.day;
}

const nthDays = new Map<string, number | undefined>();

/** Found by looking at each day of the month. */
function nthDay(item: string, date: DateTime): number | undefined {
  const [nth, name] = item.split(' ');
  const days = Array.from({ length: date.daysInMonth! }, (_, index) => date.set({ day: index + 1 }));
  const found = name === undefined ? days : days.filter(({ weekday }) => NAMES.indexOf(name) === weekday + 11);
  return (nth === 'last' ? found.at(-1) : found[Number(nth![0]) - 1])?.day;
}

const NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun'.split(' ');

const values = (text: string, least: number, most: number): ReadonlySet<number> =>
  new Set(text.split(',').flatMap((item) => itemValues(item, least, most)));

function itemValues(item: string, least: number, most: number): readonly number[] {
  const [span, step] = item.split('/');
  const valueOf = (text: string) => (NAMES.includes(text) ? (NAMES.indexOf(text) % 12) + least : Number(text));
  const [first, last] = span === '*' ? [least, most] : span!.split('-').map(valueOf);
  const until = last ?? (step === undefined ? first! : most);
  const all = [];
  for (let value = first!; value <= until; value += Number(step ?? 1)) all.push(value);
  return all;
}
