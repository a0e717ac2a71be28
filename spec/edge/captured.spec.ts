import { expect, it } from 'vitest';
import { captured } from '../../src/edge/captured.ts';

const take = (limit: number, ...written: readonly (readonly ['stdout' | 'stderr', Uint8Array | string])[]): string => {
  const output = captured(limit);
  written.forEach(([stream, bytes]) => output.take({ stream, bytes: Buffer.from(bytes) }));
  return output.text();
};

it('keeps both streams in the order in which they came', () => {
  expect(take(100, ['stdout', 'a\n'], ['stderr', 'b\n'], ['stdout', 'c\n'])).toBe('a\nb\nc\n');
});

it('decodes a character whose bytes come in two chunks, with the other stream between them', () => {
  const [one, two] = [Buffer.from('ü').subarray(0, 1), Buffer.from('ü').subarray(1)];
  expect(take(100, ['stdout', one], ['stderr', 'x'], ['stdout', two])).toBe('xü');
  expect(take(100, ['stdout', one])).toBe('\ufffd');
});

it('keeps the two ends of what is longer than the limit, and says how much it left out', () => {
  expect(take(10, ['stdout', '0123456789'])).toBe('0123456789');
  expect(take(10, ['stdout', '01234'], ['stdout', 'x'.repeat(1000)], ['stderr', '56789'])).toBe(
    '01234\n… 1000 characters left out …\n56789',
  );
});
