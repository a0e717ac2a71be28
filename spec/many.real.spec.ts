import { expect, it } from 'vitest';
import { withRealEngine } from './support/world.ts';

const CONTAINERS = 100;
const ROUNDS = 3;
const ROUND = 20_000;

withRealEngine('a hundred jobs that are due in the same second, with ten slots', ({ container, daemon }) => {
  it('all run, each once, round after round; of those that may not wait each is run or logged as missed', async () => {
    const names = Array.from({ length: CONTAINERS }, (_, index) => `c${index}`);
    const labels = {
      'all.command': 'sh -c "echo ran $BOSUN_RUN"',
      'all.cron': '*/20',
      'some.command': 'sh -c "echo ran $BOSUN_RUN"',
      'some.cron': '10-59/20',
      'some.grace': '1s',
    };
    for (let at = 0; at < CONTAINERS; at += 5) await Promise.all(names.slice(at, at + 5).map((name) => container(name, labels)));
    const bosun = daemon();
    await bosun.next(/: Added 'some'/, CONTAINERS);
    const first = (Math.floor(Date.now() / ROUND) + 1) * ROUND;
    const dues = Array.from({ length: ROUNDS }, (_, round) => first + round * ROUND);
    const ran = (offset: number) => bosun.lines(/^ran \S+@\d+$/).filter((line) => dues.includes(Number(line.split('@')[1]) - offset));
    const missed = (job: string, offset: number) =>
      bosun.lines(new RegExp(`Missed '${job}'`)).filter((line) => dues.includes(Date.parse(/due (\S+Z)/.exec(line)![1]!) - offset));
    const wait = { timeout: (ROUNDS + 2) * ROUND, interval: 250 };
    await expect.poll(() => ran(ROUND / 2).length + missed('some', ROUND / 2).length, wait).toBe(CONTAINERS * ROUNDS);

    expect(ran(0)).toHaveLength(CONTAINERS * ROUNDS);
    expect(new Set(ran(0)).size, 'run twice').toBe(CONTAINERS * ROUNDS);
    expect(new Set(ran(ROUND / 2)).size, 'run twice').toBe(ran(ROUND / 2).length);
    expect(bosun.lines(/Refused|could not be run|Missed 'all'/)).toEqual([]);
    console.log(
      `of ${CONTAINERS * ROUNDS} that may wait for a second ${ran(ROUND / 2).length} ran, ${missed('some', ROUND / 2).length} are logged as missed`,
    );
  });
});
