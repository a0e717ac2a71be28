import type { Time } from '../facts/fact.ts';

/** A time as lines say it. */
export function moment(at: Time): string {
  const minute = Math.floor(at / MINUTE);
  if (!(at >= 0 && at < LATEST)) return new Date(at).toISOString().replace('.000Z', 'Z');
  if (minute !== last.minute) last = { minute, text: new Date(minute * MINUTE).toISOString().slice(0, UNTIL_SECONDS) };
  const rest = Math.floor(at - minute * MINUTE);
  const seconds = Math.floor(rest / 1_000);
  const milliseconds = rest % 1_000;
  const text = seconds < 10 ? `${last.text}0${seconds}` : `${last.text}${seconds}`;
  return milliseconds === 0 ? `${text}Z` : `${text}.${milliseconds < 10 ? '00' : milliseconds < 100 ? '0' : ''}${milliseconds}Z`;
}

/** The due time that a fact is of, or the several that it stands for. */
export const dueTimes = ({ due, through }: { readonly due: Time; readonly through?: Time }): string =>
  `due ${moment(due)}${through === undefined ? '' : `, and all before ${moment(through + 1)}`}`;

/** Most times that are said one after the other are of one minute. */
let last = { minute: NaN, text: '' };

const MINUTE = 60_000;

/** The year 10000, which is written otherwise. */
const LATEST = 253_402_300_800_000;

/** Characters of `2026-11-22T02:00:`. */
const UNTIL_SECONDS = 17;
