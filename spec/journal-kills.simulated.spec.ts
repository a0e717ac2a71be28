import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { random } from '../scripts/chaos/random.ts';
import { kills } from '../scripts/journal-kills/kills.ts';

// `npm run chaos:journal` does this 200 times.

it('killed at random moments, again and again, it runs nothing twice, forgets nothing, and keeps the grid of each job', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bosun-journal-kills-'));
  try {
    const seed = Date.now() % 1_000_000;
    const outcome = await kills({ kills: 20, chance: random(seed), folder, pass: (time) => sleep(time), say: () => undefined }); // when it is killed is the matter
    expect(outcome, `seed ${seed}`).toMatchObject({ doubled: [], shifted: [], forgotten: [] });
    expect(outcome.runs).toBeGreaterThan(20); // so much has really happened
    expect(outcome.away).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
