import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises'; // when the signal comes is what is tried, and no event tells of a socket that listens
import { expect, it } from 'vitest';
import { withSimulatedEngine } from './support/world.ts';

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

/** On which addresses and ports a process listens, as `/proc/net/tcp` writes them. */
function listening(pid: number): readonly string[] {
  const own = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]];
    } catch {
      return []; // closed meanwhile
    }
  });
  const rows = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1));
  return rows
    .map((row) => row.trim().split(/\s+/))
    .flatMap(([, local = '', , state, , , , , , inode]) => (state === '0A' && own.includes(inode) ? [local] : []));
}

/** 224.0.0.1, to which no TCP connection can be made. */
const NOWHERE = '010000E0:';

withSimulatedEngine('a SIGUSR1', ({ daemon, container }) => {
  it.each([4, 10, 20, 30, 50, 80, 120])('%i ms after the start opens no inspector, and is answered with a list', async (after) => {
    await container('app', { 'nap.command': 'true', 'nap.cron': '0 0 1 1' });
    const bosun = daemon({}, ['bin/bosun']);
    await passed(after);
    bosun.process.kill('SIGUSR1');
    const seen = new Set<string>();
    for (const end = Date.now() + 1_500; Date.now() < end;) {
      listening(bosun.process.pid!).forEach((one) => seen.add(one));
      await passed(2);
    }
    expect([...seen].filter((one) => !one.startsWith(NOWHERE))).toEqual([]);
    expect(listening(bosun.process.pid!)).toEqual([]);
    expect(bosun.errors()).toBe('');
    expect(bosun.lines(/^Listing/)).toEqual(['Listing 1 job.']);
  });

  it('or hundreds of them are answered once a second', async () => {
    const bosun = daemon();
    await bosun.line(/Listening to events/);
    for (const end = Date.now() + 1_500; Date.now() < end;) {
      bosun.process.kill('SIGUSR1');
      await passed(5);
    }
    while (bosun.lines(/no jobs/).length < 2) await passed(50);
    expect(await bosun.end()).toBe(0);
    expect(bosun.lines(/no jobs/).length).toBeLessThan(5);
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

  it('that came before Node was begun is answered', async () => {
    const bosun = daemon({ BOSUN_LIST: '1' });
    await bosun.line(/^There are no jobs\.$/);
    await bosun.end();
    expect(bosun.lines(/BOSUN_LIST/)).toEqual([]); // it is no misspelt setting
  });

  it('leaves an inspector alone that somebody asked for', async () => {
    const bosun = daemon({}, [process.execPath, '--inspect=127.0.0.1:0', 'dist/bosun.js']);
    await bosun.line(/Listening to events/);
    expect(await isOpen(inspectorOf(bosun.errors()))).toBe(true);
    expect(bosun.lines(/jobs/)).toEqual([]);
  });
});
