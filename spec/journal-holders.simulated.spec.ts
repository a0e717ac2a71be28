import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { obstacle } from './support/disk.ts';
import { withSimulatedEngine, type Daemon } from './support/world.ts';

const BOSUN = [process.execPath, 'dist/bosun.js'];
const ALONE = ['unshare', '--net'];
const ROUNDS = 10;
const OTHER = /^STATE_DIR: (.+) is the journal of another bosun, process (\d+) on \S+ since \S+Z\.$/;

// Their label namespaces differ: it is by the journal alone that they find one another.
withSimulatedEngine('of processes that have one STATE_DIR', ({ daemon }) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bosun-holders-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  let namespaces = 0;
  const bosun = (command: readonly string[]): Daemon => daemon({ STATE_DIR: folder, LABEL_NAMESPACE: `n${namespaces++}` }, command);
  /** Which of these stays; the others must end with 1 and name it. */
  const survivor = async (all: readonly Daemon[]): Promise<Daemon> => {
    const ends = await Promise.all(all.map((one) => Promise.race([one.exited, one.line(/Listening to events/)])));
    const [stays, ...more] = all.filter((_, index) => typeof ends[index] === 'string');
    expect(more).toEqual([]);
    for (const one of all.filter((other) => other !== stays)) {
      expect(one.lines(/./)).toHaveLength(1);
      expect(OTHER.exec(one.lines(/./)[0]!)?.slice(1)).toEqual([folder, String(stays?.process.pid)]);
      expect(await one.exited).toBe(1);
    }
    return stays!;
  };
  const works = obstacle('unshare', '--net', 'true');
  describe.each([
    ['on one host', BOSUN, undefined],
    [`in network namespaces of their own${works === undefined ? '' : ` (${works})`}`, [...ALONE, ...BOSUN], works],
  ])('%s', (_, command, reason) => {
    it.skipIf(reason !== undefined)('the later one ends and names the first, and starts once that is killed', async () => {
      const first = bosun(command);
      await first.line(/Listening to events/);
      const second = bosun(command);
      expect(await second.exited).toBe(1);
      expect(await survivor([first, second])).toBe(first);
      await first.end('SIGKILL');
      await bosun(command).line(/Listening to events/);
    });

    it.skipIf(reason !== undefined)('of four at once exactly one stays, also where one was killed before', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const stays = await survivor([bosun(command), bosun(command), bosun(command), bosun(command)]);
        await stays.end('SIGKILL');
      }
    });
  });
});
