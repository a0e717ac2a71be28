import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, Time } from '../../facts/fact.ts';
import type { Snapshot } from '../../streams/snapshot.ts';
import { fileLines } from './lines.ts';

/** The form of the journal's lines, which the first line of each segment names. */
export const VERSION = 1;

/** The first line of a segment: all that was known before its facts. */
export type Heading = Snapshot & { readonly version: number };

/** A fact as it is kept: `heard` is when, by our own clock, where that is not its own time. */
export type Kept = Fact & { readonly heard?: Time };

/** A line that was read: where it ends, and what it says; undefined where that is no JSON object. */
export interface Entry {
  readonly said: Heading | Kept | undefined;
  /** Bytes from the beginning. */
  readonly end: number;
  /** Whether it has a line break: else it was never written whole, and says nothing. */
  readonly whole: boolean;
}

/** The segments of a folder, the oldest first; with what was set aside of them, if so asked. */
export const segmentsOf = (folder: string, { setAside = false } = {}): readonly string[] =>
  readdirSync(folder)
    .filter((name) => NAME.test(setAside ? name.replace(SET_ASIDE, '') : name))
    .sort()
    .map((name) => join(folder, name));

/** What the name of a file ends with that holds what could not be read. */
const SET_ASIDE = /\.torn$/;

export const segmentName = (number: number): string => `bosun-${String(number).padStart(8, '0')}.ndjson`;

export const numberOf = (path: string): number => Number(NAME.exec(path)?.[1]);

/** One that no segment has, nor what was set aside of one. */
export const nextNumber = (folder: string): number =>
  Math.max(0, ...segmentsOf(folder, { setAside: true }).map((path) => numberOf(path.replace(SET_ASIDE, '')))) + 1;

const NAME = /(?:^|\/)bosun-(\d{8,})\.ndjson$/;

/** What a segment's lines say. All of them are to be read: it is open until then. */
export const entriesOf = (path: string): Generator<Entry> =>
  fileLines(path, (text, end, whole) => ({ said: whole ? parsed(text) : undefined, end, whole }));

function parsed(text: string): Heading | Kept | undefined {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null && 'type' in said && 'at' in said ? known(said) : undefined;
  } catch {
    return undefined;
  }
}

/** With the type as we write it ourselves, which is compared faster; none of a type that only a later bosun knows, nor what has lost what a line is told by. */
function known(said: { type: unknown; at: unknown; output?: string }): Heading | Kept | undefined {
  const type = TYPES.get(said.type);
  if (type === undefined || !isTime(said.at)) return undefined;
  if (type.startsWith('run.') && !isOfRun(said)) return undefined;
  if (type === 'leadership.changed' && !isOfLead(said)) return undefined;
  if (type === 'snapshot' && !isOther(fieldOf(said, 'version')) && !isWhole(said)) return undefined;
  said.type = type;
  if (type === 'run.finished' || type === 'run.lost') said.output = ''; // what a run has written is not kept
  return said as Heading | Kept;
}

const isTime = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) <= LAST_TIME;

/** Told one by one: this is asked of every line. */
function isOfRun(said: object): boolean {
  const { service, run, job, name, container, due, delay, until, through } = said as Readonly<Record<string, unknown>>;
  return (
    typeof service === 'string' &&
    typeof run === 'string' &&
    typeof job === 'string' &&
    typeof name === 'string' &&
    typeof container === 'string' &&
    isTime(due) &&
    isTime(delay) &&
    isTime(until) &&
    (through === undefined || isTime(through))
  );
}

/** Its times can be said. */
function isOfLead(said: object): boolean {
  const { from = 0, hold, answer = { at: 0 } } = said as Readonly<Record<string, unknown>>;
  return [from, hold, fieldOf(answer, 'at')].every(isTime);
}

/** Of what form a heading of another version is we do not know. */
const isOther = (version: unknown): boolean => typeof version === 'number' && version !== VERSION;

const isWhole = (said: object): boolean => {
  const services = fieldOf(said, 'services');
  return Array.isArray(services) && services.every((service) => areRuns(fieldOf(service, 'runs')));
};

const areRuns = (runs: unknown): boolean =>
  Array.isArray(runs) && runs.every((run) => isTime(fieldOf(run, 'due')) && typeof (fieldOf(run, 'stage') ?? '') === 'object');

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

/** That a date can be of. */
const LAST_TIME = 8.64e15;

const KEPT: Readonly<Record<Exclude<(Heading | Fact)['type'], 'service.listed'>, true>> = {
  snapshot: true,
  'bosun.started': true,
  'container.started': true,
  'container.died': true,
  'container.paused': true,
  'container.unpaused': true,
  'container.renamed': true,
  'container.removed': true,
  'docker.reached': true,
  'docker.listed': true,
  'docker.unchanged': true,
  'docker.lost': true,
  'job.exhausted': true,
  'jobs.requested': true,
  'jobs.listed': true,
  'journal.failed': true,
  'journal.resumed': true,
  'run.due': true,
  'run.expired': true,
  'run.started': true,
  'run.found': true,
  'run.finished': true,
  'run.postponed': true,
  'run.failed': true,
  'run.overrun': true,
  'run.stuck': true,
  'run.lost': true,
  'run.missed': true,
  'run.refused': true,
  'signal.received': true,
  'targets.reported': true,
  'targets.unchanged': true,
  'targets.unreachable': true,
  'leadership.changed': true,
};

const TYPES: ReadonlyMap<unknown, string> = new Map(Object.keys(KEPT).map((type) => [type, type]));
