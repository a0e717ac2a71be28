import { IANAZone } from 'luxon';
import type { Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';

/** A time from `start` to just before `end` in which a zone's clocks are ahead of UTC by `offset`, and by `before` until then. */
export interface Segment {
  readonly start: Time;
  readonly end: Time;
  readonly offset: Duration;
  readonly before: Duration;
}

/** The segment that `time` is in; undefined when there is no such zone. Cut into windows, it ends at a change of the clocks or earlier. */
export function segment(timezone: string, time: Time): Segment | undefined {
  let zone = zones.get(timezone);
  if (!zone) zones.set(timezone, (zone = { zone: IANAZone.create(timezone), windows: new Map() }));
  const index = Math.floor(time / WINDOW);
  let segments = zone.windows.get(index);
  if (!segments) zone.windows.set(index, (segments = zone.zone.isValid ? segmentsOf(zone.zone, index * WINDOW) : []));
  return segments.find(({ end }) => time < end);
}

interface Zone {
  readonly zone: IANAZone;
  readonly windows: Map<number, readonly Segment[]>;
}

const zones = new Map<string, Zone>();

const DAY = 86_400_000;
const WINDOW = 64 * DAY;

/** A window begins this much earlier, so that a change just before it is known to what is in the gap or the repetition then. */
const OVERLAP = 2 * DAY;

/** Two changes are further apart than this: since 1970 never less than a week (tzdata 2025c). */
const STEP = 6 * DAY;

function segmentsOf(zone: IANAZone, window: Time): readonly Segment[] {
  const segments: Segment[] = [];
  let start = window - OVERLAP;
  let offset = offsetAt(zone, start);
  let before = offset;
  for (let time = start; time < window + WINDOW;) {
    const ahead = Math.min(time + STEP, window + WINDOW);
    if (offsetAt(zone, ahead) === offset) {
      time = ahead;
      continue;
    }
    const end = firstChange(zone, time, ahead, offset);
    segments.push({ start, end, offset, before });
    before = offset;
    offset = offsetAt(zone, end);
    start = time = end;
  }
  return [...segments, { start, end: window + WINDOW, offset, before }];
}

/** The second between the two in which the offset is no longer what it was. */
function firstChange(zone: IANAZone, from: Time, until: Time, offset: Duration): Time {
  let [same, other] = [from, until];
  while (other - same > 1000) {
    const middle = same + Math.floor((other - same) / 2000) * 1000;
    if (offsetAt(zone, middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}

/** Whole seconds, as there are in zones before 1972. */
const offsetAt = (zone: IANAZone, time: Time): Duration => Math.round(zone.offset(time) * 60) * 1000;
