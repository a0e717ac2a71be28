import { expect, it } from 'vitest';
import { withRealEngine } from './support/world.ts';

const SECONDS = 60;

withRealEngine('sixty seconds of `every second`', ({ container, daemon, execStarts }) => {
  it("are sixty executions by the engine's own events, none early and none twice", async () => {
    const starts = await execStarts();
    await container('clock', { 'tick.command': 'sh -c "echo $BOSUN_RUN"', 'tick.cron': '* * * * * * * *' });
    const bosun = daemon();
    await expect.poll(() => starts.all.length, { timeout: 2 * SECONDS * 1000, interval: 200 }).toBeGreaterThan(SECONDS);
    await expect.poll(() => bosun.lines(/@\d+$/).length, { timeout: 20_000, interval: 200 }).toBeGreaterThanOrEqual(starts.all.length - 1);

    // The n-th run that the engine started is the n-th that bosun meant: one job runs one after the other.
    const dues = bosun.lines(/@\d+$/).map((line) => Number(line.split('@')[1]));
    const runs = dues.map((due, n) => ({ due, at: starts.all[n]!.at }));
    expect(
      runs.filter(({ due, at }) => at < due),
      'started early',
    ).toEqual([]);
    expect(new Set(dues).size, 'run twice').toBe(dues.length);
    const minute = dues.filter((due) => due >= dues[0]! && due < dues[0]! + SECONDS * 1000);
    expect(minute.length, bosun.lines(/Missed|Refused/).join('\n')).toBeGreaterThanOrEqual(SECONDS - 1);
    expect(minute.length).toBeLessThanOrEqual(SECONDS);
  });
});
