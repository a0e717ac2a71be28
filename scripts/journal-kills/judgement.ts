import type { Fact, RunFact } from '../../src/facts/fact.ts';
import type { Ran } from './load.ts';

/** What is wrong, in words; nothing where all is as it must be. */
export interface Verdict {
  /** Due times that are not whole intervals after the first one of their job. */
  readonly shifted: readonly string[];
  /** Runs that the engine has begun twice. */
  readonly doubled: readonly string[];
  /** Due times of which nothing was told, or no end; runs that ended otherwise than was told, once. */
  readonly forgotten: readonly string[];
}

/** Judges from what the engine really ran, and from all that was told until `end`. `every`: the jobs' intervals by their names. */
export function judge(ran: readonly Ran[], facts: readonly Fact[], every: ReadonlyMap<string, number>, end: number): Verdict {
  const told = facts.filter((fact): fact is RunFact => fact.type.startsWith('run.'));
  const runs = grouped(told, ({ run }) => run);
  const jobs = grouped(told, ({ job }) => job);
  const grids = [...jobs].map(([id, of]) => {
    const name = of[0]?.name ?? id;
    const ours = ran.flatMap(({ run }) => (run.startsWith(`${id}@`) ? [Number(run.slice(id.length + 1))] : []));
    return grid(name, every.get(name) ?? NaN, of, ours, end);
  });
  const starts = grouped(ran, ({ run }) => run);
  return {
    shifted: grids.flatMap(({ shifted }) => shifted),
    doubled: [...starts].flatMap(([run, of]) =>
      of.length > 1 ? [`${run} ran ${of.length} times: ${of.map(({ at }) => at).join(', ')}`] : [],
    ),
    forgotten: [
      ...grids.flatMap(({ forgotten }) => forgotten),
      ...ran.flatMap((one) => endOf(one, runs.get(one.run) ?? [], end)),
      ...[...runs].flatMap(([run, of]) => (starts.has(run) ? [] : notRun(run, of, jobs))),
    ],
  };
}

/** The due times of one job. */
function grid(name: string, every: number, told: readonly RunFact[], ran: readonly number[], end: number) {
  const dues = new Set([...told.map(({ due }) => due), ...ran]);
  const first = Math.min(...dues);
  const known = new Set(told.filter(({ type }) => type === 'run.due').map(({ due }) => due));
  const spans = told.flatMap((fact) => (fact.type === 'run.missed' ? [{ from: fact.due, to: fact.through ?? fact.due }] : []));
  const forgotten: string[] = [];
  for (let due = first; due < end - LAST; due += every)
    if (!known.has(due) && !spans.some(({ from, to }) => from <= due && due <= to))
      forgotten.push(`${name}@${due}: nothing was told of it`);
  const off = [...dues].filter((due) => (due - first) % every !== 0);
  return { shifted: off.map((due) => `${name}@${due}: ${(due - first) % every} ms of ${every} off`), forgotten };
}

/** A run that ended is told to have, once, and how. */
function endOf({ run, ends, exitCode }: Ran, told: readonly RunFact[], end: number): readonly string[] {
  const codes = told.flatMap((fact) => (fact.type === 'run.finished' ? [fact.exitCode] : []));
  const others = told.filter(({ type }) => ['run.failed', 'run.lost', 'run.missed', 'run.refused'].includes(type));
  if (others.length === 0 && codes.length === 1 && codes[0] === exitCode) return [];
  if (others.length === 0 && codes.length === 0 && ends > end - LAST) return [];
  return [`${run} exited with ${exitCode}: ${told.map(({ type }) => type).join(', ')}, exit codes ${codes.join(', ') || 'none'}`];
}

/** A run that the engine has not begun is missed or refused, once, but for the last of its job, which may wait. */
function notRun(run: string, told: readonly RunFact[], jobs: ReadonlyMap<string, readonly RunFact[]>): readonly string[] {
  const ends = told.filter(({ type }) => type === 'run.missed' || type === 'run.refused');
  const [one] = told;
  if (ends.length === 1 || (ends.length === 0 && one && !jobs.get(one.job)?.some(({ due }) => due > one.due))) return [];
  return [`${run} was not run: ${told.map(({ type }) => type).join(', ')}`];
}

function grouped<T>(all: readonly T[], by: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}

/** Milliseconds before the end in which something may be under way. */
const LAST = 1_500;
