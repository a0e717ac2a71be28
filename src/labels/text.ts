import * as z from 'zod/mini';
import type { Duration } from '../facts/job.ts';
import { DAY, SECOND } from '../triggers/duration.ts';
import { parseSeconds } from '../triggers/seconds.ts';
import { zoneName } from '../triggers/zone-name.ts';

/** A value that is read from what somebody wrote; what `read` throws says what is wrong with it. */
export const text = <T>(read: (given: string) => T) =>
  z.pipe(
    z.string(),
    z.transform((given: string, context) => {
      try {
        return read(given);
      } catch (cause) {
        context.issues.push({ code: 'custom', message: cause instanceof Error ? cause.message : String(cause), input: given });
        return z.NEVER;
      }
    }),
  );

/** A whole number of at least 1. */
export const positive = text((given) =>
  /^\s*0*[1-9]\d{0,8}\s*$/.test(given) ? Number(given) : refuse(`"${given}" is no whole number from 1 to 999999999`),
);

/** The IANA name of a time zone. */
export const timeZone = text((given) => zoneName(given) ?? refuse(`no time zone "${given}", allowed are the names of the IANA database`));

/** Refuses what was given; the message says what is allowed. */
export function refuse(message: string): never {
  throw new Error(message);
}

/** A length of time, in seconds or with units; its limits as they are said. */
export const duration = (least: readonly [Duration, string], most: readonly [Duration, string]) =>
  text((given) => {
    const read = milliseconds(given);
    return read >= least[0] && read <= most[0] ? read : refuse(`"${given}", allowed ${least[1]} to ${most[1]}`);
  });

/** Reads seconds, or numbers with units. */
export function milliseconds(given: string): Duration {
  const read = parseSeconds(given);
  return 'problem' in read ? refuse(read.problem) : read.duration;
}

/** How long after its due time a run may still start: every due time in it is looked at, and a job may be due every second. */
export const grace = duration([SECOND, '1s'], [DAY, '1d']);

/** Milliseconds: Node fires a timer that is longer than 24.8 days at once. */
export const LONGEST_TIMER = [24 * DAY, '24d'] as const;
