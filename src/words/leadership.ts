import type { LeadershipFact } from '../facts/targets.ts';
import { error, info, warning, type Line } from './line.ts';
import { moment } from './moment.ts';

/** Who leads, and why. */
export function sayLeadership({ to, answer, from, hold, reason }: LeadershipFact): Line {
  const unanswered = `AWS does not say which host leads: ${reason ?? 'it has not answered yet'}.`;
  if (!answer) return error(`${unanswered} Jobs with the flag cluster are paused.`);
  const { self, first, isTarget } = answer;
  const until = moment(answer.at + hold);
  if (to === 'unknown')
    return error(
      `This host, ${self}, does not lead: its newest answer of AWS held until ${until}${reason === undefined ? '' : `; ${reason}`}.`,
    );
  if (reason !== undefined)
    return warning(`${unanswered} This host, ${self}, ${to === 'leader' ? `leads until ${until} if that stays so` : 'does not lead'}.`);
  if (first === undefined) return warning(`Nobody leads: ${NOBODY[answer.targets] ?? `none of ${answer.targets} targets is healthy`}.`);
  const lead = answer.healthy === 1 ? 'the only healthy target' : `the first of ${answer.healthy} healthy targets`;
  if (to === 'leader') return info(`This host, ${self}, leads: it is ${lead}.`);
  if (from !== undefined) return info(`This host, ${self}, is ${lead}: it leads from about ${moment(from)} on if that stays so.`);
  return info(`This host, ${self}, does not lead${isTarget ? '' : ', it is no target'}: ${first} does, ${lead}.`);
}

/** By how many targets there are. */
const NOBODY: readonly string[] = ['there are no targets', 'the only target is not healthy'];
