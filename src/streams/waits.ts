import type { Time } from '../facts/fact.ts';
import type { Run } from '../state/run.ts';
import type { Entry, Timetable } from './timetable.ts';

/** That the grace of a run that waits is over. */
export interface Expiry extends Entry {
  readonly type: 'expiry';
  at: Time | undefined;
  readonly run: Run;
  readonly service: string;
}

/** The expiries of the runs that wait: they stand in the timetable for no longer than these do. */
export function waits(times: Pick<Timetable<Expiry>, 'put' | 'drop'>) {
  const open = new Map<string, Expiry>();
  const keyOf = (run: Run, service: string) => `${service}\n${run.id}`;
  return {
    begin: (run: Run, service: string): void => {
      const expiry: Expiry = { type: 'expiry', at: run.until, run, service };
      open.set(keyOf(run, service), expiry);
      times.put(expiry);
    },
    /** It has been taken out of the timetable. */
    over: ({ run, service }: Expiry): void => void open.delete(keyOf(run, service)),
    end: (run: Run, service: string): void => {
      const expiry = open.get(keyOf(run, service));
      if (expiry) times.drop(expiry);
      open.delete(keyOf(run, service));
    },
  };
}
