import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { withRealEngine } from './support/world.ts';

withRealEngine('a bosun with a journal that is killed', ({ container, daemon, execStarts }) => {
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'bosun-journal-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };

  it('finds the run again that goes on, runs its job not twice, and goes on with its due times', async () => {
    const STATE_DIR = folder();
    await container('web', {
      'slow.command': `sh -c 'echo "$BOSUN_RUN" >>/tmp/ran; sleep 4; exit 7'`,
      'slow.interval': '3s',
      'slow.env.PIN': 'geheim',
      'loud.command': `sh -c 'sleep 1; echo "$PIN"; sleep 1'`,
      'loud.interval': '3s',
      'loud.env.PIN': 'geheim',
    });
    const starts = await execStarts();
    const first = daemon({ STATE_DIR });
    await starts.next(() => true, 2);
    await first.end('SIGKILL');
    const second = daemon({ STATE_DIR });
    const [, since = ''] = /since (\S+Z)\.$/.exec(await second.line(/'slow', due \S+Z, still runs, since \S+Z\.$/)) ?? [];
    const refused = await second.line(/Refused 'slow', due \S+Z: max is 1, and it still runs/);
    await second.line(/Command 'slow' finished with exit code 7\.$/);
    await second.line(
      /Command 'loud' began, its end is not known: it wrote after bosun had ended, and the engine tells no exit code then\.$/,
    );
    await second.line(/Executing 'slow'\.$/);
    await second.end();
    const kept = readdirSync(STATE_DIR).filter((name) => name.endsWith('.ndjson'));
    const lines = kept.flatMap((name) => readFileSync(join(STATE_DIR, name), 'utf8').trim().split('\n'));
    const dues = lines
      .map((line) => JSON.parse(line) as { type: string; name: string; due: number })
      .filter(({ type, name }) => type === 'run.due' && name === 'slow');
    const due = dues[0]!.due;
    expect(dues.every((one) => (one.due - due) % 3_000 === 0)).toBe(true);
    expect(Date.parse(since)).toBeGreaterThanOrEqual(due);
    expect(Date.parse(/due (\S+Z)/.exec(refused)?.[1] ?? '')).toBe(due + 3_000);
    expect(new Set(dues.map((one) => one.due)).size).toBe(dues.length);
    expect(lines.join('\n')).not.toContain('geheim');
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type).slice(0, 2)).toEqual(['snapshot', 'bosun.started']);
  });
});
