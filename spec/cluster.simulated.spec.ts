import { it } from 'vitest';
import { liveThrough, parting, returning } from './support/cluster-behaviours.ts';
import { withSimulatedEngine } from './support/world.ts';

withSimulatedEngine('three hosts of a cluster', (world) => {
  it('run no due second twice, and miss none but while the leader changes', () => liveThrough(world, [parting, returning]));
});
