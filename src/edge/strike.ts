import type { Observable } from 'rxjs';

/** What is sent; `0` only looks. */
export type Signal = 'TERM' | 'KILL' | '0';

/** Sends a signal to all that is left of a run; tells how many processes that were. */
export type Strike = (signal: Signal) => Observable<number>;

/** Which run it is: by the id in the environment of its processes, and by its exec. */
export interface Struck {
  readonly id: string;
  readonly container: string;
  /** Of the host. */
  readonly pid: number;
  /** None is the container's own. */
  readonly user: string | undefined;
}

/** What a run's processes have in their environment. */
export const mark = (id: string): string => `BOSUN_RUN=${id}`;
