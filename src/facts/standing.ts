import type { Time } from './fact.ts';
import type { Job } from './job.ts';

/** Somebody asks how all jobs stand, and what our own streams answer. */
export type ListFact =
  | { readonly type: 'jobs.requested'; readonly at: Time }
  | { readonly type: 'jobs.listed'; readonly at: Time; readonly jobs: readonly Standing[] };

/** How a job stands. */
export interface Standing {
  readonly service: string;
  readonly job: Job;
  /** The name of the one that carries it. */
  readonly container: string;
  readonly paused: boolean;
  /** It runs only on the host that leads, which this one does not. */
  readonly follows?: true;
  /** When its next run may begin, its jitter counted in; none where it is never due again. */
  readonly next: Time | undefined;
  /** Since when its runs are under way; undefined for one that is but starting. */
  readonly running: readonly (Time | undefined)[];
  /** How many of its runs are due and wait. */
  readonly waiting: number;
  readonly last: Last;
}

/** How a job's last run ended, and the last that was due and did not run. */
export interface Last {
  readonly ended?: { readonly at: Time } & (
    { readonly type: 'finished'; readonly exitCode: number } | { readonly type: 'failed' | 'lost'; readonly reason: string }
  );
  readonly skipped?: { readonly at: Time; readonly type: 'missed' | 'refused'; readonly reason: string };
}
