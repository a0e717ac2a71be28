import type { Time } from '../facts/fact.ts';
import type { Duration, Job } from '../facts/job.ts';
import { next } from '../triggers/next.ts';

/** Chance: numbers from 0 on, below 1. */
export type Random = () => number;

/** Some of the jitter, but never up to the next due time. */
export function delay({ trigger, jitter }: Job, due: Time, phase: Time, random: Random): Duration {
  if (jitter === 0) return 0;
  const following = next(trigger, due, phase) ?? Infinity;
  return Math.max(0, Math.min(Math.floor(random() * (jitter + 1)), following - due - 1));
}
