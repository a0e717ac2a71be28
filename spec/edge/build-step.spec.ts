import { NEVER, of, throwError } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { buildStep, isStep } from '../../src/edge/build-step.ts';
import { EngineError } from '../../src/edge/call.ts';

const ID = `sha256:${'6bfc5f5d7b2a3c1c'.repeat(4)}`;
const step = { Image: ID, Healthcheck: { Test: ['NONE'] }, Entrypoint: null, Shell: null, Cmd: ['/bin/sh', '-c', 'touch /begun'] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is told by all its marks: one that lacks any is a container like others', () => {
  expect(isStep(step)).toBe(true);
  expect(isStep({ ...step, Entrypoint: [], Shell: ['/bin/ash', '-c'], Cmd: ['/bin/ash', '-c', 'true'] })).toBe(true);
  for (const other of [
    { Image: 'shop/web:latest' }, // listed by its id, too, once the tag is another image's
    { Image: undefined },
    { Healthcheck: undefined },
    { Healthcheck: { Test: ['CMD', 'true'] } },
    { Entrypoint: ['/init'] },
    { Cmd: ['sleep', '1d'] },
    { Cmd: null },
  ])
    expect(isStep({ ...step, ...other })).toBe(false);
});

it('is none where the engine cannot inspect it, or not in time: the others do not wait for it', async () => {
  const told: boolean[] = [];
  buildStep({ isBuild: () => throwError(() => new EngineError(404, 'No such container: a')) }, 'a', ID).subscribe((is) => told.push(is));
  buildStep({ isBuild: () => NEVER }, 'a', ID).subscribe((is) => told.push(is));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([false, false]);
});

it('is asked after only where the image is told as a bare id; an engine that is gone is told', () => {
  const gone = throwError(() => new Error('connect ECONNREFUSED'));
  buildStep({ isBuild: () => gone }, 'a', 'shop/web:latest').subscribe((is) => expect(is).toBe(false));
  const faults: unknown[] = [];
  buildStep({ isBuild: () => gone }, 'a', ID).subscribe({ error: (cause: unknown) => faults.push(cause) });
  expect(faults).toHaveLength(1);
  buildStep({ isBuild: () => of(true) }, 'a', ID).subscribe((is) => expect(is).toBe(true));
});
