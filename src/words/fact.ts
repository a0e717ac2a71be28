import type { Fact } from '../facts/fact.ts';
import { describe } from '../triggers/describe.ts';
import { critical, debug, error, info, warning, type Line } from './line.ts';
import { sayLeadership } from './leadership.ts';
import { sayListed } from './listed.ts';
import { dueTimes, moment } from './moment.ts';
import { printable } from './printable.ts';

/** The words of a fact; none for those whose consequences speak for them. */
export function sayFact(fact: Fact): readonly Line[] {
  switch (fact.type) {
    case 'bosun.started':
      return [info(`bosun ${fact.version} started.`)];
    case 'journal.failed':
      return [error(`The journal is not written: ${fact.reason}. Jobs go on; what happens now is not known to the next start.`)];
    case 'journal.resumed':
      return [info('The journal is written again.')];
    case 'docker.reached':
      return [info('Inspecting running containers.')];
    case 'docker.listed':
      return fact.again ? [] : [info('Listening to events.')];
    case 'docker.lost':
      return [error(`Lost the engine: ${fact.reason}. Schedules stay, due jobs wait.`)];
    case 'job.exhausted':
      return [warning(`${fact.container}: '${fact.name}' is never due: ${describe(fact.trigger)}.`)];
    case 'leadership.changed':
      return [sayLeadership(fact)];
    case 'jobs.listed':
      return sayListed(fact);
    case 'run.started':
      return [debug(`${fact.container}: '${fact.name}', due ${moment(fact.due)}, is exec ${fact.exec}.`)];
    case 'run.finished': {
      const say = fact.exitCode === 0 ? info : critical;
      if (fact.away)
        return [
          say(
            `${fact.container}: Command '${fact.name}', due ${moment(fact.due)}, finished with exit code ${fact.exitCode} while bosun was not running.`,
          ),
        ];
      return [lined(say(`${fact.container}: Command '${fact.name}' finished with exit code ${fact.exitCode}.`), fact.output)];
    }
    case 'run.found':
      return [info(`${fact.container}: '${fact.name}', due ${moment(fact.due)}, still runs, since ${moment(fact.since)}.`)];
    case 'run.postponed':
      return [debug(`${fact.container}: '${fact.name}', due ${moment(fact.due)}, waits again: ${fact.reason}.`)];
    case 'run.failed':
      return [critical(`${fact.container}: Command '${fact.name}' could not be run: ${fact.reason}.`)];
    case 'run.overrun':
      return [
        warning(
          `${fact.container}: '${fact.name}', due ${moment(fact.due)}, has run for its timeout, ${fact.timeout / 1000} s: ending it.`,
        ),
      ];
    case 'run.stuck':
      return [
        error(
          `${fact.container}: '${fact.name}', due ${moment(fact.due)}, cannot be ended: ${fact.reason}. Its slot is free; until it ends it counts for max.`,
        ),
      ];
    case 'signal.received':
      return [info(`Received ${fact.signal}, ending.`)];
    case 'run.lost':
      return [lined(error(`${fact.container}: Command '${fact.name}' began, its end is not known: ${fact.reason}.`), fact.output)];
    case 'run.missed':
      return [warning(`${fact.container}: Missed '${fact.name}', ${dueTimes(fact)}: ${fact.reason}.`)];
    case 'run.refused':
      return [warning(`${fact.container}: Refused '${fact.name}', due ${moment(fact.due)}: ${fact.reason}.`)];
    default:
      return [];
  }
}

/** A line with what a run has written below it. */
function lined(line: Line, output: string): Line {
  if (output === '') return line;
  const below = `\n== BEGIN of captured stdout & stderr ==\n${printable(output).replace(/\n$/, '')}\n== END of captured stdout & stderr ==`;
  return { ...line, message: line.message + below };
}
