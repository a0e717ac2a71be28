import * as z from 'zod/mini';
import type { Job, Problem, Trigger } from '../facts/job.ts';
import { DAY, LONGEST, SECOND } from '../triggers/duration.ts';
import { parseTrigger } from '../triggers/parse-trigger.ts';
import type { Defaults } from './container.ts';
import type { Spoken } from './keys.ts';
import { nearest } from './nearest.ts';
import { duration, grace, LONGEST_TIMER, positive, refuse, text, timeZone } from './text.ts';
import { TRIGGERS } from './trigger-names.ts';
import { words } from './words.ts';

/** Reads one job's attributes: the job without its id, or all that is wrong with it. */
export function readJob(name: string, spoken: Spoken, defaults: Defaults & { user: string | undefined }): Omit<Job, 'id'> | Faults {
  const prefix = `${defaults.namespace}.${name}`;
  const { environment, problems: misnamed } = variables(prefix, spoken);
  const broken = [...spoken]
    .filter(([, value]) => value.includes('\0'))
    .map(([key]) => ({ key: `${prefix}.${key}`, message: 'holds a null character' }));
  const read = Attributes.safeParse(Object.fromEntries([...spoken].filter(([key]) => !key.startsWith('env.'))));
  const problems: Problem[] = [...broken, ...misnamed, ...(read.error?.issues ?? []).flatMap((issue) => problemsOf(prefix, issue))];
  const given = read.data ?? {};
  if (!spoken.get('command')?.trim())
    problems.push({ key: `${prefix}.command`, message: `is ${spoken.has('command') ? 'empty' : 'missing'}, a job needs a command` });
  const { trigger, problem } = readTrigger(prefix, spoken, given.timezone ?? defaults.timezone);
  if (problem) problems.push(problem);
  if (spoken.has('jitter') && trigger?.type === 'date')
    problems.push({ key: `${prefix}.jitter`, message: 'is not for a date, which is one instant' });
  if (!given.command || !trigger || problems.length > 0) return { problems };
  const { command, workdir, jitter = 0, max = defaults.max, user = defaults.user, grace = defaults.grace, timeout } = given;
  return { name, command, trigger, jitter, user, workdir, environment, max, grace, timeout };
}

interface Faults {
  readonly problems: readonly Problem[];
}

const Attributes = z.strictObject({
  command: z.optional(text(program)),
  cron: z.optional(z.string()),
  crontab: z.optional(z.string()),
  date: z.optional(z.string()),
  interval: z.optional(z.string()),
  jitter: z.optional(duration([0, '0s'], [LONGEST, `${LONGEST / DAY}d`])),
  timezone: z.optional(timeZone),
  max: z.optional(positive),
  grace: z.optional(grace),
  timeout: z.optional(duration([SECOND, '1s'], LONGEST_TIMER)),
  user: z.optional(text((given) => given.trim() || undefined)),
  workdir: z.optional(text((given) => (given.startsWith('/') ? given : refuse(`"${given}" is not an absolute path`)))),
});

const NAMES = ['command', ...TRIGGERS, 'jitter', 'timezone', 'max', 'grace', 'timeout', 'user', 'workdir', 'env.NAME'];

/** None where it is blank, which is said apart. */
function program(given: string): readonly string[] | undefined {
  const all = words(given);
  return all[0] === '' ? refuse('names no program, its first word is empty') : all.length === 0 ? undefined : all;
}

function problemsOf(prefix: string, issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code !== 'unrecognized_keys') return [{ key: `${prefix}.${issue.path.join('.')}`, message: issue.message }];
  return issue.keys.map((key) => ({ key: `${prefix}.${key}`, message: `unknown attribute${nearest(key, NAMES)}` }));
}

function readTrigger(prefix: string, spoken: Spoken, timezone: string): { trigger?: Trigger; problem?: Problem } {
  const given = TRIGGERS.filter((type) => spoken.has(type));
  const [type, another] = given;
  if (type === undefined) return { problem: { key: prefix, message: `has no trigger, allowed are ${TRIGGERS.join(', ')}` } };
  if (another) return { problem: { key: prefix, message: `has more than one trigger (${given.join(', ')}), allowed is one` } };
  const read = parseTrigger(type, spoken.get(type) ?? '', { timezone });
  return 'trigger' in read ? read : { problem: { key: `${prefix}.${type}`, message: read.problem.message } };
}

function variables(prefix: string, spoken: Spoken): { environment: Record<string, string>; problems: readonly Problem[] } {
  const given = [...spoken].flatMap(([key, value]) => (key.startsWith('env.') ? [[key.slice(4), value] as const] : []));
  const misnamed = given.filter(([variable]) => variable === '' || /[=\0]/.test(variable));
  return {
    environment: Object.fromEntries(given),
    problems: misnamed.map(([variable]) => ({
      key: `${prefix}.env.${variable.replace(/=.*/s, '=…')}`,
      message: 'a variable needs a name, without "="',
    })),
  };
}
