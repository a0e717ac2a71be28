import type { Last, ListFact, Standing } from '../facts/standing.ts';
import type { Job } from '../facts/job.ts';
import { describe } from '../triggers/describe.ts';
import { info, type Line } from './line.ts';
import { moment } from './moment.ts';

/** How all jobs stand, a line for each. Of their variables the values are masked. */
export function sayListed({ jobs }: Extract<ListFact, { type: 'jobs.listed' }>): readonly Line[] {
  const heading = jobs.length === 0 ? 'There are no jobs.' : `Listing ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}.`;
  return [info(heading), ...jobs.toSorted(byName()).map(sayStanding)];
}

function sayStanding(standing: Standing): Line {
  const { service, container, job, last } = standing;
  const words = [trigger(job), due(standing), running(standing), ended(last), command(job)];
  return { ...info(`${container}: '${job.name}' (${job.id}): ${words.join('; ')}.`), about: { job: job.name, container, service } };
}

function trigger({ trigger: when, jitter }: Job): string {
  return jitter === 0 ? describe(when) : `${describe(when)}, up to ${jitter / 1_000} s later`;
}

function due({ next, paused, follows }: Standing): string {
  const when = next === undefined ? 'not due again' : `next ${moment(next)}`;
  return paused ? `paused${follows ? ' as this host does not lead' : ''}, ${when}` : when;
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

/** Of what was due and did not run the last is told where nothing has run since. */
function ended({ ended: run, skipped }: Last): string {
  const how = run && (run.type === 'finished' ? `exit code ${run.exitCode}` : `${run.type}: ${run.reason}`);
  const words = run ? `last ${moment(run.at)}, ${how}` : 'no run yet';
  return skipped && skipped.at >= (run?.at ?? -Infinity)
    ? `${words}, then ${moment(skipped.at)}, ${skipped.type}: ${skipped.reason}`
    : words;
}

function command({ command: words, environment, user }: Job): string {
  const whole = words.map(quoted).join(' ');
  const shown = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
  const given = Object.keys(environment).map((name) => `${name}=***`);
  return `runs ${shown}${user === undefined ? '' : ` as ${user}`}${given.length === 0 ? '' : ` with ${given.join(' ')}`}`;
}

/** As a shell reads it. */
const quoted = (word: string): string => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** Characters of a command. */
const LONGEST = 200;

/** Made when it is asked for: that takes longer than to load all of us. */
function byName(): (one: Standing, other: Standing) => number {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return (one, other) => compare(one.container, other.container) || compare(one.job.name, other.job.name);
}
