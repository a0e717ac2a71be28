import { parseArgs } from 'node:util';
import { heldBy } from './chaos/held.ts';
import { random } from './chaos/random.ts';
import { kills } from './journal-kills/kills.ts';

// The built daemon is killed with SIGKILL at random moments, with its journal on and under load, while a simulated engine goes on. What the
// engine ran and what the journal tells must agree: nothing off its grid, nothing twice, nothing forgotten. Leaves nothing behind.

const { values } = parseArgs({ options: { seed: { type: 'string' }, kills: { type: 'string' } } });
const SEED = Number(values.seed ?? Date.now() % 1_000_000);
const KILLS = Number(values.kills ?? 200);

/** So many of each kind of fault are printed. */
const FEW = 10;

await heldBy('bosun-journal-kills', async ({ folder, pass }) => {
  console.log(`seed ${SEED}: ${KILLS} kills`);
  const { doubled, shifted, forgotten, ...counts } = await kills({ kills: KILLS, chance: random(SEED), folder, pass, say: console.log });
  for (const [kind, all] of Object.entries({ doubled, shifted, forgotten }))
    all.slice(0, FEW).forEach((words) => console.log(`${kind}: ${words}`));
  const { runs, missed, refused, away, segments } = counts;
  console.log(
    `runs ${runs}, of which ${away} ended while bosun was not running; missed ${missed}, refused ${refused}; segments ${segments}`,
  );
  console.log(`kills ${KILLS}, doubled ${doubled.length}, shifted ${shifted.length}, forgotten ${forgotten.length}`);
  return doubled.length + shifted.length + forgotten.length === 0 ? 0 : 1;
});
