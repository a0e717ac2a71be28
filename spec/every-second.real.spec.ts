import { expect, it } from 'vitest';
import { withEngine } from './support/real.ts';

const MINUTE = 60_000;

withEngine('sixty seconds of `every second`', ({ container, daemon, execStarts }) => {
  it("are sixty executions by the engine's own events, none early and none twice", async () => {
    await container('clock', { 'tick.command': 'true', 'tick.cron': '* * * * * * * *' });
    const bosun = daemon();
    await bosun.line(/Added 'tick'/);
    const starts = await execStarts();
    const [first] = await starts.next(() => true);
    const from = Math.floor(first!.at / 1000) * 1000;
    await expect.poll(() => starts.all.at(-1)!.at, { timeout: 2 * MINUTE, interval: 500 }).toBeGreaterThanOrEqual(from + MINUTE);

    const within = starts.all.filter(({ at }) => at < from + MINUTE);
    const seconds = within.map(({ at }) => Math.floor(at / 1000));
    expect(within.length).toBeGreaterThanOrEqual(59);
    expect(new Set(seconds).size).toBe(within.length);
    // Early would be late by almost a second here: the runs of a second begin in its first half, unless the machine stands still.
    const lateness = within.map(({ at }) => at % 1000).sort((a, b) => a - b);
    expect(lateness[Math.floor(lateness.length * 0.9)]).toBeLessThan(500);
    expect(bosun.lines(/Missed|Refused/)).toEqual([]);
  });
});
