import { healthy } from '../derive/leadership.ts';
import type { TargetsFact } from '../facts/targets.ts';
import { error, info, warning, type Line } from './line.ts';
import { inline } from './printable.ts';

/** A line, and the part of the program that says it. */
export interface Named extends Line {
  readonly name: string;
}

/** The words of what a load balancer tells, as clustercron says them. */
export function sayTargets(fact: TargetsFact, kind: 'elb' | 'alb'): readonly Named[] {
  const lb = named('clustercron.lb');
  const own = named(`clustercron.${kind}`);
  if (fact.type === 'targets.unreachable') return [lb(error(`Nobody knows whether this host is master: ${fact.reason}.`))];
  const { instance, self, targets } = fact;
  const order = healthy(targets);
  return [
    lb(info(`Instance ID: ${instance}`)),
    ...(self === instance ? [] : [lb(info(`Private address: ${self}`))]),
    own(whole('DEBUG', `States: ${targets.map(({ id, state }) => `${id} ${state}`).join(', ')}`)),
    own(whole('INFO', `Healthy instances: ${order.join(', ')}`)),
    ...(targets.length === 0 || targets.some(({ id }) => id === self) ? [] : [own(info('This host is not among the targets.'))]),
    ...(order.length > 0
      ? []
      : [
          own(
            warning(
              targets.length > 0
                ? `None of the targets is healthy, of ${targets.length}: nobody is master.`
                : 'There are no targets: nobody is master.',
            ),
          ),
        ]),
  ];
}

/** However many there are: who is first is the question. */
const whole = (level: Line['level'], words: string): Line => ({ level, message: inline(words) });

export const named =
  (name: string) =>
  (line: Line): Named => ({ ...line, name });
