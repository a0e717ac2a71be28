import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withRealEngine } from './support/world.ts';

const MIB = 1 << 20;

/** Resident memory of a process in bytes. */
const resident = (pid: number) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

withRealEngine('what a job writes', ({ container, daemon }) => {
  it.each([
    ['1 GiB in short lines', `sh -c 'echo first; yes | head -c 1073741824; echo last'`, 1024 * MIB + 11],
    ['a single line of 100 MiB', `sh -c 'echo first; head -c 104857600 /dev/zero | tr "\\\\0" x; echo; echo last'`, 100 * MIB + 12],
  ])('is kept at both ends, with the count of what is left out, and memory is bounded: %s', async (_, command, written) => {
    await container('app', { 'small.command': 'true', 'small.interval': '1s', 'big.command': command, 'big.interval': '6s' });
    const bosun = daemon();
    await bosun.next(/Command 'small' finished/, 3);
    const before = resident(bosun.process.pid!);
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, resident(bosun.process.pid!))), 20);
    try {
      await bosun.line(/app: Command 'big' finished with exit code 0\./, 90_000);
      await bosun.line(/^last$/);
    } finally {
      clearInterval(watch);
    }
    expect(most - before).toBeLessThan(64 * MIB);
    expect(bosun.lines(/^first$/)).toHaveLength(1);
    expect(bosun.lines(/^… \d+ bytes left out …$/)).toEqual([`… ${written - MIB} bytes left out …`]);
    expect(bosun.lines(/Command 'small' finished/).length).toBeGreaterThan(4); // the others went on
  });
});
