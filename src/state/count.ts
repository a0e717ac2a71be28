import type { Run, Runs } from './run.ts';

/** How many of the runs are so. */
export function count(runs: Runs, isSo: (run: Run) => boolean): number {
  let sum = 0;
  for (const run of runs.values()) if (isSo(run)) sum++;
  return sum;
}
