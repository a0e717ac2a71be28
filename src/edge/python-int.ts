import { LONGEST_TIMER, milliseconds, refuse, text } from '../labels/text.ts';

// What deck-chores reads with Python's `int()`, as that does: no value that works there ends our start.

/** How many there may be, from one on. */
export const count = text((given) => {
  const read = pythonInt(given);
  return read !== undefined && read >= 1 ? Math.min(read, MOST) : refuse(`"${given}" is no whole number from 1 on`);
});

/** How many are kept: one at least. */
export const size = text((given) => Math.max(1, Math.min(pythonInt(given) ?? refuse(`"${given}" is no whole number`), MOST)));

/** Milliseconds that an answer is waited for: from one second to what a timer can count. */
export const patience = text((given) => {
  const whole = pythonInt(given);
  const read = whole === undefined ? milliseconds(given) : whole * 1_000;
  return read >= 1_000 ? Math.min(read, LONGEST_TIMER[0]) : refuse(`"${given}", allowed is 1s and more`);
});

/** https://docs.python.org/3/library/functions.html#int */
function pythonInt(given: string): number | undefined {
  const [, sign = '', digits] = /^\s*([+-]?)(\d+(?:_\d+)*)\s*$/.exec(given) ?? [];
  return digits === undefined ? undefined : Number(`${sign}${digits.replaceAll('_', '')}`);
}

const MOST = 999_999_999;
