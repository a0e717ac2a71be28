import type { Container, Fact, Listed, Time } from '../facts/fact.ts';
import type { Job, Trigger } from '../facts/job.ts';
import { parseCron } from '../triggers/cron.ts';
import { parseInterval } from '../triggers/interval.ts';

/**
 * Turns a sentence of a marble file into the fact it tells, at the moment at which it is drawn: `web-1 started [as NAME] [with JOB and JOB …]`,
 * `web-1 started in the cluster [with …]`, whose jobs run only on the host that leads; `web-1 died` (paused, unpaused, removed), `web-1 renamed web-9`, any of these `… 5ms ago`; `engine lists [again] web-1 running [for 5s]
 * [with JOB …], web-2 paused`, `engine lists nothing`, `engine lost: REASON`.
 * A JOB is `backup [every 10s | at CRON] [taking 15s] [exiting 3] [printing WORD] [max 2] [jitter 5s] [grace 5s] [ending after 2s]`, and `SIGTERM`; `SIGUSR1`.
 * `this host leads`, `this host does not lead`;
 * `AWS lists i-1, i-2, i-3 ill` or `AWS lists nothing` to this host, which is i-2, and `AWS is silent: REASON`.
 */
export function fact(sentence: string, now: Time): Fact {
  const ago = / (\d+(?:ms|s|m)) ago$/.exec(sentence);
  const at = ago ? now - milliseconds(ago[1] ?? '') : now;
  const [name = '', verb, ...rest] = sentence.slice(0, ago?.index).split(' ');
  const words = rest.join(' ');
  if (name === 'SIGUSR1') return { type: 'jobs.requested', at };
  if (/^SIG[A-Z]+$/.test(name)) return { type: 'signal.received', at, signal: name };
  if (name === 'AWS') return targetsFact(verb, words, at);
  if (name === 'this') return { type: 'leadership.changed', at, to: words === 'leads' ? 'leader' : 'follower', hold: 86_400_000 };
  if (name === 'engine') return engineFact(verb, words, at);
  const told = { at, service: serviceOf(name), id: name };
  if (words !== '' && verb !== 'started' && verb !== 'renamed') throw new Error(`no fact is told by "${sentence}"`);
  switch (verb) {
    case 'started':
      return { type: 'container.started', at, service: told.service, container: started(name, words) };
    case 'died':
      return { type: 'container.died', ...told };
    case 'paused':
      return { type: 'container.paused', ...told };
    case 'unpaused':
      return { type: 'container.unpaused', ...told };
    case 'removed':
      return { type: 'container.removed', ...told };
    case 'renamed':
      return { type: 'container.renamed', ...told, name: words };
    default:
      throw new Error(`no fact is told by "${sentence}"`);
  }
}

function engineFact(verb: string | undefined, words: string, at: Time): Fact {
  if (verb === 'lost:') return { type: 'docker.lost', at, reason: words };
  if (verb !== 'lists') throw new Error(`an engine does not "${String(verb)}"`);
  const [, again, what = ''] = /^(again )?(.*)$/.exec(words) ?? [];
  const containers = what === 'nothing' ? [] : what.split(', ').map((one) => listed(one, at));
  return { type: 'docker.listed', at, containers, again: again !== undefined };
}

function targetsFact(verb: string | undefined, words: string, at: Time): Fact {
  const [, reason] = /^silent: (.*)$/.exec(words) ?? [];
  if (verb === 'is' && reason !== undefined) return { type: 'targets.unreachable', at, reason };
  if (verb !== 'lists') throw new Error(`AWS does not "${String(verb)}"`);
  const targets = words === 'nothing' ? [] : words.split(', ').map((target) => target.split(' '));
  if (targets.some(([, ill]) => ill !== undefined && ill !== 'ill')) throw new Error(`AWS does not list "${words}"`);
  const health = targets.map(([id = '', ill]) => ({ id, state: ill ? 'OutOfService' : 'InService', healthy: ill === undefined }));
  return { type: 'targets.reported', at, instance: 'i-2', self: 'i-2', targets: health };
}

function listed(words: string, at: Time): Listed {
  const [, name = '', condition = '', since = '0ms', cluster, jobs = ''] =
    /^(\S+) (running|paused)(?: for (\S+))?( in the cluster)?(?: with (.*))?$/.exec(words) ?? [];
  if (condition !== 'running' && condition !== 'paused') throw new Error(`a listing does not say "${words}"`);
  return { ...container(name, jobs, cluster !== undefined), condition, startedAt: at - milliseconds(since) };
}

function started(id: string, words: string): Container {
  const said = /^(?:as (\S+) ?)?(in the cluster ?)?(?:with (.*))?$/.exec(words);
  if (!said) throw new Error(`a container is not started "${words}"`);
  const [, name = id, cluster, jobs = ''] = said;
  return { ...container(id, jobs, cluster !== undefined), name };
}

const serviceOf = (name: string): string => name.replace(/-\d+$/, '');

function container(name: string, words: string, cluster: boolean): Container {
  const service = serviceOf(name);
  const said = (words || 'backup').split(' and ');
  const problems = said.flatMap((job) =>
    job === 'a bad label' ? [{ key: 'deck-chores.backup.cron', message: 'hour 99, allowed 0-23' }] : [],
  );
  return {
    id: name,
    name,
    service,
    problems,
    jobs: said.flatMap((job) => (job === 'a bad label' || job === 'no job' ? [] : [jobOf(job, service, cluster)])),
    ...(cluster ? { cluster } : {}),
  };
}

function jobOf(words: string, service: string, cluster: boolean): Job {
  const [name = ''] = words.split(' ');
  if (!JOB.test(words)) throw new Error(`no job is "${words}"`);
  const said = (what: RegExp) => what.exec(words)?.[1];
  return {
    id: `${service}.${name}`,
    name,
    command: [said(/taking (\S+)/) ?? '1ms', said(/exiting (\d+)/) ?? '0', said(/printing (\S+)/) ?? ''],
    trigger: triggerOf(cluster, said(/ every (\S+)/), said(/ at (.*?)(?= taking| exiting| printing| max| jitter| grace| ending|$)/)),
    jitter: Number(said(/jitter (\d+)s/) ?? 0) * 1000,
    user: undefined,
    workdir: undefined,
    environment: {},
    max: Number(said(/max (\d+)/) ?? 1),
    grace: Number(said(/grace (\d+)s/) ?? 10) * 1000,
    timeout: said(/ending after (\S+)/) === undefined ? undefined : milliseconds(said(/ending after (\S+)/) ?? ''),
  };
}

/** What can be said of a job, its trigger first. */
const JOB =
  /^[\w-]+(?: every \S+| at .+?)?(?: (?:taking|ending after) \d+(?:ms|s|m)| (?:exiting|max) \d+| (?:jitter|grace) \d+s| printing \S+)*$/;

/** A job that says nothing else is due once a week: never within a drawing. */
function triggerOf(cluster: boolean, every = 'weekly', cron?: string): Trigger {
  const read = cron === undefined ? parseInterval(every) : parseCron(cron, 'UTC');
  if ('problem' in read) throw new Error(read.problem);
  return read.trigger.type === 'interval' && cluster ? { ...read.trigger, phase: 0 } : read.trigger;
}

/** A length of time as marble files write it. */
export function milliseconds(text: string): number {
  if (!/^\d+(ms|s|m)$/.test(text)) throw new Error(`"${text}" is no time, allowed are such as 20ms, 5s and 3m`);
  return Number.parseInt(text) * (text.endsWith('ms') ? 1 : text.endsWith('m') ? 60_000 : 1_000);
}
