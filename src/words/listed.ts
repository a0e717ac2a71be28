import type { Ended, ListFact, Standing } from '../facts/fact.ts';
import type { Job } from '../facts/job.ts';
import { describe } from '../triggers/describe.ts';
import { info, type Line } from './line.ts';
import { moment } from './moment.ts';

/** How all jobs stand, a line for each. Of their variables the values are masked. */
export function sayListed({ jobs }: Extract<ListFact, { type: 'jobs.listed' }>): readonly Line[] {
  const heading = jobs.length === 0 ? 'There are no jobs.' : `Listing ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}.`;
  return [info(heading), ...jobs.toSorted(byName).map(sayStanding)];
}

function sayStanding(standing: Standing): Line {
  const { service, container, job, last } = standing;
  const words = [describe(job.trigger), due(standing), running(standing), last ? ended(last) : 'no run yet', command(job)];
  return { ...info(`${container}: '${job.name}' (${job.id}): ${words.join('; ')}.`), about: { job: job.name, container, service } };
}

function due({ next, paused }: Standing): string {
  const when = next === undefined ? 'not due again' : `next ${moment(next)}`;
  return paused ? `paused, ${when}` : when;
}

function running({ running: runs, waiting }: Standing): string {
  const since = runs.filter((at) => at !== undefined).map(moment);
  const words = [
    ...(runs.length === 0 ? ['not running'] : []),
    ...(since.length === 0 ? [] : [`running since ${since.join(', ')}`]),
    ...(since.length === runs.length ? [] : [`${runs.length - since.length} starting`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting`]),
  ];
  return words.join(', ');
}

function ended(last: Ended): string {
  const how = last.type === 'finished' ? `exit code ${last.exitCode}` : `${last.type}: ${last.reason}`;
  return `last ${moment(last.at)}, ${how}`;
}

function command({ command: words, environment }: Job): string {
  const whole = words.join(' ');
  const shown = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
  return [`runs ${shown}`, ...Object.keys(environment).map((name) => `${name}=***`)].join(', ');
}

/** Characters of a command. */
const LONGEST = 200;

const byName = (one: Standing, other: Standing): number =>
  ORDER.compare(one.container, other.container) || ORDER.compare(one.job.name, other.job.name);

const ORDER = new Intl.Collator('en', { numeric: true });
