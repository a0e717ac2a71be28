import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withSimulatedEngine } from './support/world.ts';

const passed = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether somebody listens there on loopback. */
const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

/** Where Node says that its inspector listens. */
const inspectorOf = (errors: string) => Number(/ws:\/\/127\.0\.0\.1:(\d+)\//.exec(errors)?.[1]);

const USUAL = 9229;

withSimulatedEngine('a SIGUSR1', ({ daemon, container }) => {
  it.each([5, 10, 20, 30, 50, 80, 120])('%i ms after the start opens no inspector, and is answered with a list', async (after) => {
    await container('app', { 'nap.command': 'true', 'nap.cron': '0 0 1 1' });
    const bosun = daemon({}, ['bin/bosun']);
    await passed(after);
    bosun.process.kill('SIGUSR1');
    await bosun.line(/^Listing 1 job\.$/);
    expect(await isOpen(USUAL)).toBe(false);
    expect(bosun.errors()).toBe('');
    expect(bosun.lines(/^Listing/)).toHaveLength(1);
  });

  it('that came before its listener, and has opened the inspector, closes it and is answered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bosun-signal-'));
    try {
      await writeFile(join(folder, 'early.cjs'), "require('node:inspector').open(0);");
      const bosun = daemon({}, [process.execPath, '--require', join(folder, 'early.cjs'), 'dist/bosun.js']);
      await bosun.line(/^There are no jobs\.$/);
      expect(inspectorOf(bosun.errors())).toBeGreaterThan(0);
      expect(await isOpen(inspectorOf(bosun.errors()))).toBe(false);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('leaves an inspector alone that somebody asked for', async () => {
    const bosun = daemon({}, [process.execPath, '--inspect=127.0.0.1:0', 'dist/bosun.js']);
    await bosun.line(/Listening to events/);
    expect(await isOpen(inspectorOf(bosun.errors()))).toBe(true);
    expect(bosun.lines(/jobs/)).toEqual([]);
  });
});
