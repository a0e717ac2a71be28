import * as z from 'zod/mini';
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
