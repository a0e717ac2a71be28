import type { Heading, Kept } from '../edge/journal/segment.ts';
import type { RunFact, RunIdentity, Time } from '../facts/fact.ts';
import type { Duration } from '../facts/job.ts';
import { identityOf } from '../state/run.ts';

/** A run as a journal tells of it. */
export interface Past {
  readonly identity: Omit<RunIdentity, 'at' | 'until'>;
  /** `untold`: how it went was not kept. */
  readonly outcome: 'waiting' | 'running' | 'finished' | 'failed' | 'lost' | 'missed' | 'refused' | 'untold';
  readonly start?: Time | undefined;
  /** None where it is only known when that was found. */
  readonly end?: Time;
  readonly exitCode?: number;
  /** Why it was missed, refused or lost, or could not be run. */
  readonly reason?: string;
  /** It stands for all due times up to then. */
  readonly through?: Time;
  /** What it may take, where it took longer. */
  readonly timeout?: Duration;
  /** It had ended before bosun began. */
  readonly away?: boolean;
}

/** The runs of a journal, in the order of their due times. A segment's heading tells of those that were open then. */
export function logbook(entries: Iterable<Heading | Kept>): readonly Past[] {
  const all: Past[] = [];
  const open = new Map<string, number>(); // where they are
  const note = (key: string, past: Past) => {
    const at = open.get(key) ?? all.length;
    all[at] = past;
    if (isOpen(past)) open.set(key, at);
    else open.delete(key);
  };
  for (const entry of entries) {
    if (entry.type === 'snapshot') {
      const seen = new Map(seeds(entry));
      for (const [key, at] of open) {
        const past = all[at];
        if (past && !seen.has(key)) note(key, { ...past, outcome: 'untold' });
      }
      for (const [key, past] of seen) {
        const at = open.get(key);
        const was = at === undefined ? undefined : all[at];
        note(key, was?.start === past.start ? { ...was, ...past } : past);
      }
    } else if ('run' in entry) {
      const key = keyOf(entry);
      const at = open.get(key);
      const was = at === undefined ? undefined : all[at];
      if (was || BEGINS.has(entry.type)) note(key, heard(was, entry));
    }
  }
  return all.sort((one, other) => one.identity.due - other.identity.due);
}

const isOpen = ({ outcome }: Past): boolean => outcome === 'waiting' || outcome === 'running';

/** What tells of a run also where nothing else did: what has no due time of its own is told as missed at once. */
const BEGINS: ReadonlySet<RunFact['type']> = new Set(['run.due', 'run.finished', 'run.failed', 'run.lost', 'run.missed', 'run.refused']);

const keyOf = ({ service, run }: Pick<RunIdentity, 'service' | 'run'>): string => `${service}\n${run}`;

const seeds = (heading: Heading): readonly (readonly [string, Past])[] =>
  heading.services.flatMap(({ service, runs }) =>
    runs.map((run): readonly [string, Past] => {
      const identity = identityOf(run, service, heading.at);
      const began = 'since' in run.stage;
      return [keyOf(identity), { identity, outcome: began ? 'running' : 'waiting', start: began ? run.stage.since : undefined }];
    }),
  );

/** A run once this was told of it. */
function heard(before: Past | undefined, fact: RunFact): Past {
  const was = { ...(before ?? { outcome: 'waiting' as const }), identity: fact };
  switch (fact.type) {
    case 'run.due':
    case 'run.expired':
    case 'run.stuck':
      return was;
    case 'run.started':
      return { ...was, outcome: 'running', start: fact.at };
    case 'run.found':
      return { ...was, outcome: 'running', start: fact.since };
    case 'run.postponed':
      return { ...was, outcome: 'waiting', start: undefined };
    case 'run.overrun':
      return { ...was, timeout: fact.timeout };
    case 'run.finished':
      return { ...was, outcome: 'finished', exitCode: fact.exitCode, ...(fact.away ? { away: true } : { end: fact.at }) };
    case 'run.failed':
      return { ...was, outcome: 'failed', reason: fact.reason };
    case 'run.lost':
      return { ...was, outcome: 'lost', reason: fact.reason };
    case 'run.missed':
      return { ...was, outcome: 'missed', reason: fact.reason, ...(fact.through === undefined ? {} : { through: fact.through }) };
    case 'run.refused':
      return { ...was, outcome: 'refused', reason: fact.reason };
  }
}
