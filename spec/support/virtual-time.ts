import type { TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';
import * as marbles from '../../src/marbles.ts';

/** Two timetables as vitest compares them. */
export const same: marbles.Same = (actual, expected) => expect(actual).toBe(expected);

/** A test scheduler whose clock begins at `from`, and whose failures vitest tells. */
export const virtualTime = (from = 0): TestScheduler => marbles.virtualTime({ from, same });
