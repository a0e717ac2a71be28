import fc from 'fast-check';
import type { ServiceFact } from '../../src/facts/fact.ts';
import { fact } from '../../src/marbles/vocabulary.ts';

const EVENTS = [
  'started',
  'started with backup every 3m and report',
  'started with a bad label',
  'died',
  'paused',
  'unpaused',
  'renamed other',
  'removed',
];

/** Random histories of one service of three containers: what happens to a container may be told in any order, twice, or not at all. */
export const histories: fc.Arbitrary<readonly ServiceFact[]> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...EVENTS) }, { weight: 1, arbitrary: fc.constant('listing') }),
    ),
    { maxLength: 20 },
  )
  .map((steps) => steps.map(([container, event], index) => told(container, event, index + 1)));

function told(container: number, event: string, at: number): ServiceFact {
  if (event !== 'listing') return fact(`web-${container} ${event}`, at) as ServiceFact;
  const listed = fact(`engine lists web-${container} running, web-${(container % 3) + 1} paused`, at);
  return {
    type: 'service.listed',
    at,
    service: 'web',
    afresh: false,
    containers: listed.type === 'docker.listed' ? listed.containers : [],
  };
}
