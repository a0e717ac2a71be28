import { it } from 'vitest';
import { brief, flapping, handingOn, liveThrough, long, parting, returning } from './support/cluster-behaviours.ts';
import { withRealEngine } from './support/world.ts';

withRealEngine('three hosts of a cluster', (world) => {
  it('run no due second twice, and miss none but while the leader changes or AWS is away', () =>
    liveThrough(world, [parting, handingOn, returning, brief, flapping, long]));
});
