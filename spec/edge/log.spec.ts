import { afterEach, expect, it, vi } from 'vitest';
import { log, logFormat, type LogSettings } from '../../src/edge/log.ts';
import type { Line } from '../../src/words/line.ts';

afterEach(() => void vi.useRealTimers());

/** What is written of these lines, and where. */
async function written(lines: readonly Line[], settings: Partial<LogSettings> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const format = logFormat('{asctime}|{levelname:8}|{message}');
  const say = await log(
    { stdout: (text) => out.push(text), stderr: (text) => err.push(text) },
    { debug: false, format, stderrLevel: undefined, ...settings },
  );
  lines.forEach(say);
  return { out, err };
}

const LINES: readonly Line[] = [
  { level: 'DEBUG', message: 'detail' },
  { level: 'INFO', message: "web-1: Executing 'backup'.", about: { job: 'backup', container: 'web-1', service: 'web', run: 'x@1' } },
  { level: 'WARNING', message: 'odd' },
  { level: 'CRITICAL', message: 'two\nlines' },
];

it('writes time, level and message in the form of the reference', async () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 21, 2, 0, 0, 7) });
  expect(await written(LINES)).toEqual({
    out: [
      "2026-11-21 02:00:00,007|INFO    |web-1: Executing 'backup'.\n",
      '2026-11-21 02:00:00,007|WARNING |odd\n',
      '2026-11-21 02:00:00,007|CRITICAL|two\nlines\n',
    ],
    err: [],
  });
});

it('writes DEBUG lines where they are asked for', async () => {
  expect((await written(LINES, { debug: true })).out[0]).toMatch(/\|DEBUG {3}\|detail\n$/);
});

it('writes lines from a level on to stderr', async () => {
  const format = logFormat('{levelno} {message}');
  expect(await written(LINES, { format, stderrLevel: 'WARNING' })).toEqual({
    out: ["20 web-1: Executing 'backup'.\n"],
    err: ['30 odd\n', '50 two\nlines\n'],
  });
});

it('has every attribute of a record of Python', async () => {
  const names = 'args created exc_info exc_text filename funcName lineno module msecs msg name pathname process processName';
  const more = 'relativeCreated stack_info taskName thread threadName';
  const format = logFormat(`${names} ${more}`.replace(/\w+/g, '{$&}'));
  const [line] = (await written(LINES, { format })).out;
  expect(line).toMatch(
    /^\(\) \d+\.\d+ None None bosun log 0 bosun \d+\.0 web-1: Executing 'backup'\. bosun bosun \d+ MainProcess \d+\.\d+ /,
  );
});

it('writes the lines of pino, with what they are about', async () => {
  const { out } = await written(LINES, { format: 'json' });
  const about = { job: 'backup', container: 'web-1', service: 'web', run: 'x@1' };
  expect(out.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 30, msg: "web-1: Executing 'backup'.", pid: process.pid, time: expect.any(Number) as number, ...about },
    { level: 40, msg: 'odd' },
    { level: 60, msg: 'two\nlines' },
  ]);
  expect(out.every((line) => line.endsWith('}\n'))).toBe(true);
});

it.each(['{nmae}', '{message:d}', 'no field', '{levelname[99]}'])('the format %s is refused', (format) => {
  expect(() => logFormat(format)).toThrow();
});
