import { expect, it } from 'vitest';
import { withSimulatedEngine, type Daemon } from './support/world.ts';

const ROUNDS = 10;
const OTHER =
  /^Another bosun, process (\d+) since \S+Z, runs the jobs of this engine in the label namespace "(.+)": two would run each job twice\. End one, or give one another LABEL_NAMESPACE\.$/;

withSimulatedEngine('of processes that start on one host', ({ daemon, namespace }) => {
  /** Which of these stays; the others must end with 1 and name it. */
  const survivor = async (all: readonly Daemon[]): Promise<Daemon> => {
    const ends = await Promise.all(all.map((one) => Promise.race([one.exited, one.line(/Listening to events/)])));
    const [stays, ...more] = all.filter((_, index) => typeof ends[index] === 'string');
    expect(more).toEqual([]);
    expect(ends.filter((end) => end === 1)).toHaveLength(all.length - 1);
    for (const one of all.filter((other) => other !== stays)) {
      const [, pid, where] = OTHER.exec(one.lines(/./).at(-1)!)!;
      expect({ pid, where }).toEqual({ pid: String(stays?.process.pid), where: namespace });
      expect(one.lines(/Inspecting|Added/)).toEqual([]);
    }
    return stays!;
  };

  it('four at once one stays, the others name it, and after kill -9 the next one starts', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const stays = await survivor([daemon(), daemon(), daemon(), daemon()]);
      await stays.end('SIGKILL');
      const next = daemon();
      await next.line(/Listening to events/);
      expect(await next.end()).toBe(0);
    }
  }, 60_000);

  it('those of other label namespaces live together', async () => {
    const all = [daemon(), daemon({ LABEL_NAMESPACE: 'other' }), daemon({ LABEL_NAMESPACE: 'third' })];
    for (const one of all) await one.line(/Listening to events/);
    expect(all.map(({ process }) => process.exitCode)).toEqual([null, null, null]);
  });
});
