import type { Event } from './event.ts';

/** Something done to a service through the engine's API. */
export interface Operation {
  readonly service: string;
  readonly words: string;
  /** From its first request to its last answer. */
  readonly from: number;
  readonly to: number;
}

/** What is to be said of one due second of a service's job. */
export interface Second {
  readonly service: string;
  readonly due: number;
  readonly verdict: Verdict;
  readonly runs: readonly Run[];
}

/** When the engine began it, and whether that was in the container that then had been running (started, and not paused) for the longest time. */
export interface Run {
  readonly at: number;
  readonly due: number;
  readonly inHolder: boolean;
}

/** `near`: an operation on its service was less than a second away. `idle`: no container could run it. */
export type Verdict = 'right' | 'lost' | 'doubled' | 'misplaced' | 'near' | 'idle';

/**
 * Every due second of one service's job, from its first run to `end`, by the engine's events. On a busy machine a run may begin a second late:
 * `dues` has the due times of execs by their ids, by which a run belongs to its second, unless it began before.
 */
export function judge(
  service: string,
  told: readonly Event[],
  dues: ReadonlyMap<string, number>,
  operations: readonly Operation[],
  end: number,
): readonly Second[] {
  const { runs, idle } = history(
    told.filter((event) => event.service === service).sort((a, b) => a.at - b.at),
    dues,
  );
  const ours = operations
    .filter((operation) => operation.service === service)
    .map(({ from, to }) => ({ from: from - MARGIN, to: to + MARGIN }));
  const seconds: Second[] = [];
  for (let due = runs[0]?.due ?? Infinity; due + SECOND <= end; due += SECOND) {
    const of = runs.filter((run) => run.due >= due && run.due < due + SECOND);
    const last = Math.max(due, ...of.map(({ at }) => at));
    const within = ({ from, to }: Span) => last >= from && due <= to;
    seconds.push({ service, due, runs: of, verdict: ours.some(within) ? 'near' : verdictOf(due, of, idle.some(within)) });
  }
  return seconds;
}

function verdictOf(due: number, runs: readonly Run[], idle: boolean): Verdict {
  if (runs.some((run) => !run.inHolder || run.due !== due)) return 'misplaced';
  if (runs.length > 1) return 'doubled';
  return runs.length === 1 ? 'right' : idle ? 'idle' : 'lost';
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What one service's events, in their order, tell: its runs, and when no container could run anything. */
function history(
  events: readonly Event[],
  dues: ReadonlyMap<string, number>,
): { readonly runs: readonly Run[]; readonly idle: readonly Span[] } {
  const running = new Set<string>(); // the one that runs longest comes first
  const runs: Run[] = [];
  const idle: Span[] = [];
  let since: number | undefined;
  for (const { kind, at, container, exec = '' } of events) {
    if (kind === 'run') {
      const meant = dues.get(exec);
      runs.push({ at, due: meant !== undefined && meant <= at ? meant : at, inHolder: container === [...running][0] });
    } else if (kind === 'start' || kind === 'unpause') running.add(container);
    else if (kind !== 'end') running.delete(container);
    if (running.size === 0) since ??= at;
    else if (since !== undefined) {
      idle.push({ from: since, to: at });
      since = undefined;
    }
  }
  return { runs, idle: since === undefined ? idle : [...idle, { from: since, to: Infinity }] };
}

const SECOND = 1_000;

/** Seconds that are so near an operation are not judged. */
const MARGIN = 1_000;
