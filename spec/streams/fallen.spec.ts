import { expect, it } from 'vitest';
import type { Registration } from '../../src/derive/registrations.ts';
import { returning } from '../../src/streams/fallen.ts';
import { plainJob } from '../support/plain-job.ts';

const [HOUR, DAY] = [3_600_000, 86_400_000];
const trigger = { type: 'interval', text: 'daily', every: DAY } as const;
const job = plainJob({ id: 'j', name: 'j', trigger, jitter: HOUR, grace: 60_000 });
const registration: Registration = { service: 'web', container: { id: 'c', name: 'web-1' }, paused: false, job };

/** Of a job whose due time was not told, and which comes back so long after it. */
const back = (after: number, chance: number) =>
  returning({ registration, trigger, phase: 0 }, { trigger, phase: 0, told: 0 }, DAY + after, () => chance).again;

it.each([
  ['begins when that says, if it is yet to come', HOUR / 4, 0.5, HOUR / 2],
  ['begins at once where it may have been put off until now', HOUR / 4, 0, HOUR / 4],
  ['begins at once where its jitter may just have been over, within its grace', HOUR + 60_000, 0, HOUR],
])('a run that its jitter may have put off, by how much is not known any more, %s', (_, after, chance, delay) => {
  expect(back(after, chance)).toEqual({ due: DAY, at: DAY + delay });
});

it('a run whose jitter and grace are over is not made up for', () => {
  expect(back(HOUR + 60_001, 0.999)).toBeUndefined();
});
