import type { Time } from '../facts/fact.ts';
import type { Cron, CronFields } from '../facts/job.ts';
import { firstMatch } from './first-match.ts';
import { segment } from './segment.ts';
import type { Segment } from './segment.ts';

/**
 * The first instant after `after` whose wall-clock time matches; undefined when there is none before the year 10000. A wall time that does
 * not exist is due at the offset before the gap; one that occurs twice is due twice where the hour field is `*`, else the first time.
 */
export function nextCron({ fields, timezone }: Pick<Cron, 'fields' | 'timezone'>, after: Time): Time | undefined {
  let from: Time | undefined = Math.max(Math.floor(after / 1000) * 1000 + 1000, -DAY);
  while (from !== undefined && from < END) {
    const now = segment(timezone, from);
    if (!now) return undefined;
    const due = earlier(regular(fields, now, from), inGap(fields, now, from));
    if (due !== undefined) return due;
    from = nextChance(fields, now);
  }
  return undefined;
}

const DAY = 86_400_000;
const END = Date.UTC(10_000, 0, 2);

function regular(fields: CronFields, { start, end, offset, before }: Segment, from: Time): Time | undefined {
  const first = fields.hour === undefined ? from : Math.max(from, start + before - offset);
  const wall = firstMatch(fields, first + offset);
  return wall !== undefined && wall < end + offset ? wall - offset : undefined;
}

function inGap(fields: CronFields, { start, end, offset, before }: Segment, from: Time): Time | undefined {
  const gapEnd = Math.min(start + offset - before, end);
  if (from >= gapEnd) return undefined;
  const wall = firstMatch(fields, from + before);
  return wall !== undefined && wall < gapEnd + before ? wall - before : undefined;
}

const earlier = (a: Time | undefined, b: Time | undefined): Time | undefined => (a === undefined || (b !== undefined && b < a) ? b : a);

/** The end of the segment, or later when no wall time after it matches for long: offsets are within ±16 hours, so two days cover any change. */
function nextChance(fields: CronFields, { end, offset }: Segment): Time | undefined {
  const wall = firstMatch(fields, end + offset - 2 * DAY);
  return wall === undefined ? undefined : Math.max(end, wall - DAY);
}
