import { expect, it } from 'vitest';
import { printable } from '../../src/words/printable.ts';

it('escapes what would steer a terminal, and leaves tab, newline and every script alone', () => {
  expect(printable('a\tb\nc')).toBe('a\tb\nc');
  expect(printable('\u001b[31mred\u0007\u0000\u007f\u0085')).toBe('\\x1b[31mred\\x07\\x00\\x7f\\x85');
  expect(printable('dos\r\nline\rover')).toBe('dos\nline\\x0dover');
  expect(printable('Größe 漢字 🚢')).toBe('Größe 漢字 🚢');
});
