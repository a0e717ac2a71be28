import type { Fact } from '../facts/fact.ts';
import { dueTimes, moment } from './moment.ts';
import { inline } from './printable.ts';

/** Names a fact in plain words, with what it is about; `nameOf` gives what a container is called. */
export function happened(fact: Fact, nameOf: (id: string) => string | undefined): string {
  switch (fact.type) {
    case 'bosun.started':
      return 'bosun began';
    case 'signal.received':
      return 'bosun was told to end';
    case 'journal.failed':
      return 'the journal could not be written';
    case 'journal.resumed':
      return 'the journal could be written again';
    case 'docker.reached':
      return 'the engine answered';
    case 'docker.listed':
      return `the engine listed ${fact.containers.length} ${fact.containers.length === 1 ? 'container' : 'containers'} with jobs${fact.again ? ' again' : ''}`;
    case 'docker.unchanged':
      return 'the engine listed what was known';
    case 'service.listed':
      return `the engine listed ${fact.containers.length} of ${inline(fact.service)}`;
    case 'docker.lost':
      return 'the engine was lost';
    case 'targets.reported':
      return `AWS listed ${fact.targets.length} ${fact.targets.length === 1 ? 'target' : 'targets'}`;
    case 'targets.unchanged':
      return 'AWS listed the targets that were known';
    case 'targets.unreachable':
      return 'AWS did not answer';
    case 'leadership.changed':
      return LEADERSHIP[fact.to];
    case 'jobs.requested':
      return 'somebody asked how the jobs stand';
    case 'jobs.listed':
      return 'how the jobs stand was told';
    case 'job.exhausted':
      return `${inline(fact.container)}: '${inline(fact.name)}' has no due time left`;
    case 'container.started':
      return `${inline(fact.container.name)} was started`;
    case 'container.renamed':
      return `${inline(nameOf(fact.id) ?? fact.id.slice(0, SHORT))} was renamed to ${inline(fact.name)}`;
    case 'container.died':
    case 'container.paused':
    case 'container.unpaused':
    case 'container.removed':
      return `${inline(nameOf(fact.id) ?? fact.id.slice(0, SHORT))} ${OF_CONTAINERS[fact.type]}`;
    case 'run.missed':
      return `${inline(fact.container)}: '${inline(fact.name)}', ${dueTimes(fact)}, was missed`;
    default:
      return `${inline(fact.container)}: '${inline(fact.name)}', due ${moment(fact.due)}, ${OF_RUNS[fact.type]}`;
  }
}

const LEADERSHIP = {
  leader: 'this host was found to lead',
  follower: 'this host was found not to lead',
  unknown: 'whether this host leads became unknown',
} as const;

const OF_CONTAINERS = {
  'container.died': 'died',
  'container.paused': 'was paused',
  'container.unpaused': 'was unpaused',
  'container.removed': 'was removed',
} as const;

const OF_RUNS = {
  'run.due': 'fell due',
  'run.expired': 'has no grace left',
  'run.started': 'began',
  'run.found': 'was found running',
  'run.finished': 'ended',
  'run.postponed': 'was given back',
  'run.failed': 'could not be run',
  'run.overrun': 'ran for too long',
  'run.stuck': 'could not be ended',
  'run.lost': 'was lost',
  'run.refused': 'was refused',
} as const;

/** Characters of a container's id, as Docker shows it. */
const SHORT = 12;
