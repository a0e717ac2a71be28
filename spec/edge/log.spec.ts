import { afterEach, expect, it, vi } from 'vitest';
import { log } from '../../src/edge/log.ts';

afterEach(() => void vi.useRealTimers());

it('writes time, level and message in the form of the reference', () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 21, 2, 0, 0, 7) });
  const written: string[] = [];
  const say = log((text) => written.push(text), { debug: false });
  say({ level: 'INFO', message: "web-1: Executing 'backup'." });
  say({ level: 'CRITICAL', message: 'two\nlines' });
  say({ level: 'DEBUG', message: 'only with DEBUG' });
  expect(written).toEqual([
    "2026-11-21 02:00:00,007|INFO    |web-1: Executing 'backup'.\n",
    '2026-11-21 02:00:00,007|CRITICAL|two\nlines\n',
  ]);
});

it('writes DEBUG lines where they are asked for', () => {
  const written: string[] = [];
  log((text) => written.push(text), { debug: true })({ level: 'DEBUG', message: 'detail' });
  expect(written).toEqual([expect.stringMatching(/\|DEBUG {3}\|detail\n$/)]);
});
