import type { Duration } from '../facts/job.ts';
import { moment } from '../words/moment.ts';
import { inline } from '../words/printable.ts';
import { span } from '../words/span.ts';
import type { Past } from './logbook.ts';
import type { Column } from './table.ts';

/** What a table of runs says of each. */
export const COLUMNS: readonly Column<Past>[] = [
  { heading: 'DUE', of: ({ identity }) => moment(identity.due) },
  { heading: 'STARTED', of: started },
  { heading: 'LATE', of: (past) => optional(late(past)), numeric: true },
  { heading: 'TOOK', of: (past) => optional(took(past)), numeric: true },
  { heading: 'RESULT', of: ({ outcome, exitCode }) => (exitCode === undefined ? outcome : `exit ${exitCode}`) },
  { heading: 'JOB', of: ({ identity }) => inline(identity.name) },
  { heading: 'CONTAINER', of: ({ identity }) => inline(identity.container) },
  { heading: '', of: (past) => inline(remark(past)) },
];

/** Whether it is over, and did not end with exit code 0. */
export const isFailed = ({ outcome, exitCode }: Past): boolean => exitCode !== 0 && outcome !== 'waiting' && outcome !== 'running';

export const asJson = (past: Past): string => {
  const { identity, outcome, start, end, exitCode, reason, through, timeout, away } = past;
  const { run, job, name, service, container, due, delay } = identity;
  const which = { run, job, name, service, container, due, delay };
  return JSON.stringify({ ...which, outcome, start, late: late(past), end, took: took(past), exitCode, reason, through, timeout, away });
};

/** By how much it began after its due time and what its jitter put it off. */
const late = ({ identity: { due, delay }, start }: Past): Duration | undefined => (start === undefined ? undefined : start - due - delay);

const took = ({ start, end }: Past): Duration | undefined => (start === undefined || end === undefined ? undefined : end - start);

/** The time of day where that is of the day on which it was due. */
function started({ identity: { due }, start }: Past): string {
  if (start === undefined) return '-';
  const [day, whole] = [moment(due).slice(0, DAY), moment(start)];
  return whole.startsWith(day) ? whole.slice(DAY + 1) : whole;
}

/** Characters of a date. */
const DAY = 10;

const optional = (duration: Duration | undefined): string => (duration === undefined ? '-' : span(duration));

function remark({ outcome, reason, through, timeout, away }: Past): string {
  const remarks = [
    through === undefined ? undefined : `and all before ${moment(through + 1)}`,
    reason,
    timeout === undefined ? undefined : `ran for longer than its timeout, ${span(timeout)}`,
    away === true ? 'ended while bosun was not running' : undefined,
    outcome === 'untold' ? 'how it went was not kept' : undefined,
  ];
  return remarks.filter((words) => words !== undefined).join('; ');
}
