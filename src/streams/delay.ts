import type { Time } from '../facts/fact.ts';
import type { Duration, Job } from '../facts/job.ts';
import { next } from '../triggers/next.ts';

/** Chance: numbers from 0 on, below 1. */
export type Random = () => number;

/** Some of the jitter, and of the time until shortly before the next due time; no less than `past`, which is over, as far as that goes. */
export function delay({ trigger, jitter }: Job, due: Time, phase: Time, random: Random, past: Duration = 0): Duration {
  if (jitter === 0) return 0;
  const room = (next(trigger, due, phase) ?? Infinity) - due;
  const most = Math.min(jitter, room - Math.min(SPARE, room / 2));
  return Math.floor(Math.max(random() * (most + 1), Math.min(past, most)));
}

/** Milliseconds that are left for a timer that is late. */
const SPARE = 1_000;
