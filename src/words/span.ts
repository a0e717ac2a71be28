import type { Duration } from '../facts/job.ts';

/** How long something took, as precisely as people read it: `7 ms`, `1.72 s`, `12.3 s`, `3 m 20 s`, `2 h 05 m`, `3 d 04 h`. */
export function span(duration: Duration): string {
  if (duration < 0) return `-${span(-duration)}`;
  if (duration < 999.5) return `${Math.round(duration)} ms`;
  if (duration < 9_995) return `${(duration / 1_000).toFixed(2)} s`;
  if (duration < 59_950) return `${(duration / 1_000).toFixed(1)} s`;
  const seconds = Math.round(duration / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  return `${Math.floor(minutes / 1_440)} d ${two(Math.floor(minutes / 60) % 24)} h`;
}

const two = (number: number): string => String(number).padStart(2, '0');
