import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../src/facts/job.ts';
import type { Registration } from '../../src/derive/registrations.ts';
import { remembered, type Counted } from '../../src/streams/remembered.ts';
import { plainJob } from '../support/plain-job.ts';

const DAY = 86_400_000;
const trigger = { type: 'interval', text: 'every minute', every: 60_000 } as const;
const counted = (left: number): Counted => ({ trigger, phase: 7, left });

const registration = (service: string, job: string, container = 'c1'): Registration => ({
  service,
  container: { id: container, name: container },
  paused: false,
  job: plainJob({ id: job, name: job, trigger }),
});

describe('a job that left', () => {
  it('is recalled once, in whatever container of its service it comes back', () => {
    const gone = remembered();
    gone.note(registration('web', 'backup'), counted(0));
    expect(gone.recall(registration('web', 'backup', 'c2'), 1)).toEqual(counted(0));
    expect(gone.recall(registration('web', 'backup', 'c2'), 1)).toBeUndefined();
  });

  it("is not another service's, even if their ids are the same", () => {
    const gone = remembered();
    gone.note(registration('web', 'backup'), counted(0));
    expect(gone.recall(registration('api', 'backup'), 1)).toBeUndefined();
  });

  it.each([
    ['of a service', 'web', DAY, true],
    ['of a service', 'web', DAY + 1, false],
    ['of a container that stands for itself', 'c1', 30 * DAY, true],
  ])('%s (%s) is recalled after %d ms: %s', (_, service, after, is) => {
    const gone = remembered();
    gone.note(registration(service, 'backup'), counted(1_000));
    expect(gone.recall(registration(service, 'backup'), 1_000 + after) !== undefined).toBe(is);
  });

  it.each([
    [{ type: 'interval', text: '60s', every: 60_000 }, true],
    [{ type: 'interval', text: 'every 2 minutes', every: 120_000 }, false],
    [{ type: 'date', text: '2030-01-01', at: 1 }, false],
  ] as const)('and comes back as %j is recalled: %s', (other, is) => {
    const gone = remembered();
    gone.note(registration('web', 'backup'), counted(0));
    const { job, ...rest } = registration('web', 'backup');
    expect(gone.recall({ ...rest, job: { ...job, trigger: other as Trigger } }, 1) !== undefined).toBe(is);
  });

  it('gives way to those that left later, where there are too many', () => {
    const gone = remembered(2);
    for (const job of ['a', 'b', 'a', 'c']) gone.note(registration('web', job), counted(0));
    expect(['a', 'b', 'c'].map((job) => gone.recall(registration('web', job), 1) !== undefined)).toEqual([true, false, true]);
  });
});
