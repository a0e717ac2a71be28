import { expect, it } from 'vitest';
import { sayCommand } from '../../src/words/command.ts';
import { sayFact } from '../../src/words/fact.ts';
import { printable } from '../../src/words/printable.ts';

it('escapes what would steer a terminal, and leaves tab, newline and every script alone', () => {
  expect(printable('a\tb\nc')).toBe('a\tb\nc');
  expect(printable('\u001b[31mred\u0007\u0000\u007f\u0085')).toBe('\\x1b[31mred\\x07\\x00\\x7f\\x85');
  expect(printable('dos\r\nline\rover')).toBe('dos\nline\\x0dover');
  expect(printable('Größe 漢字 🚢')).toBe('Größe 漢字 🚢');
});

const identity = { at: 0, service: 'web', run: 'r', job: 'j', name: 'backup', due: 0, delay: 0, until: 0, container: 'web-1' };

it("is what a job's output goes through", () => {
  const [line] = sayFact({ ...identity, type: 'run.finished', exitCode: 0, output: 'a\tb\u001b[2J\nc\n' });
  expect(line?.message.split('\n').slice(1, -1)).toEqual(['== BEGIN of captured stdout & stderr ==', 'a\tb\\x1b[2J', 'c']);
});

it('no label, name or reason makes a second line, steers the terminal, or fills the disk', () => {
  const fake = 'x\n2026-11-22 02:00:00,000|CRITICAL|db-1: fake\u001b[2J\u2028\u202e\ud83d';
  const container = {
    id: 'c',
    name: 'web-1',
    service: 'web',
    jobs: [],
    problems: [{ key: `deck-chores.${fake}`, message: fake.repeat(10_000) }],
  };
  const [report] = sayCommand({ type: 'report', container });
  const [failed] = sayFact({ ...identity, type: 'run.failed', reason: fake });
  for (const { message } of [report!, failed!]) {
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028]/u);
    expect(message).toContain('x\\x0a2026');
    expect(message.length).toBeLessThan(2_000);
  }
});
