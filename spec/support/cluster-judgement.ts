import type { ClusterHost } from './cluster-hosts.ts';
import type { Pause } from './cluster-life.ts';
import type { ExecStart } from './world.ts';

/** Which due seconds ran where, from the first that did to the last. */
export interface Judgement {
  /** How many ran on each host. */
  readonly ran: readonly number[];
  /** Those that did not run. */
  readonly missed: readonly string[];
  /** Those that did not run although nobody had a reason to pause. */
  readonly unexcused: readonly string[];
  /** Those that ran more than once. */
  readonly twice: readonly string[];
  /** Executions that the engine tells of and the journals do not, or the other way round, or that came before they were due. */
  readonly odd: readonly string[];
}

/** Due times are those of the journals, and that they ran is the engine's own word. */
export function judged(hosts: readonly ClusterHost[], starts: readonly ExecStart[], pauses: readonly Pause[]): Judgement {
  const runs = hosts.map((host) => ({
    host,
    dues: host
      .history()
      .filter(({ start }) => start !== undefined)
      .map(({ due }) => due)
      .toSorted((one, other) => one - other),
    at: starts.filter(({ container }) => container === host.container).map(({ at }) => at),
  }));
  const all = runs.flatMap(({ dues }) => dues).toSorted((one, other) => one - other);
  const ran = new Set(all);
  const [first = 0, last = 0] = [all.at(0), all.at(-1)];
  const missed = Array.from({ length: (last - first) / SECOND + 1 }, (_, n) => first + n * SECOND).filter((due) => !ran.has(due));
  const isExcused = (due: number) => pauses.some(({ from, until }) => from <= due && due <= until);
  return {
    ran: runs.map(({ dues }) => dues.length),
    missed: missed.map(moment),
    unexcused: missed.filter((due) => !isExcused(due)).map(moment),
    twice: all.filter((due, index) => due === all[index - 1]).map(moment),
    odd: runs.flatMap(({ host, dues, at }) =>
      Array.from({ length: Math.max(dues.length, at.length) }, (_, n) => ({ due: dues[n] ?? NaN, at: at[n] ?? NaN }))
        .filter(({ due, at }) => !(at >= due && due % SECOND === 0))
        .map(({ due, at }) => `${host.id}: due ${moment(due)}, executed ${moment(at)}`),
    ),
  };
}

const moment = (time: number): string => (Number.isNaN(time) ? 'never' : new Date(time).toISOString());

/** Milliseconds. */
const SECOND = 1_000;
