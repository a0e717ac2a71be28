import fc from 'fast-check';
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
  expect(take(10, ['stdout', '01234'], ['stdout', 'x'.repeat(1000)], ['stderr', '56789'])).toBe('01234\n… 1000 bytes left out …\n56789');
});

it('cuts no character in two, and counts what it leaves out', () => {
  expect(take(10, ['stdout', 'ü'.repeat(8)])).toBe('üü\n… 8 bytes left out …\nüü');
  expect(take(8, ['stdout', '0123'], ['stdout', '🙂🙂'], ['stdout', '4'])).toBe('0123\n… 8 bytes left out …\n4');
});

it('gives what was written, or its two ends, however it comes in pieces', () => {
  const written = fc.array(fc.tuple(fc.constantFrom('stdout' as const, 'stderr' as const), fc.string({ unit: 'binary', maxLength: 12 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(
      written,
      fc.integer({ min: 2, max: 200 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 7, maxLength: 7 }),
      (pieces, limit, cuts) => {
        const chunks = pieces.flatMap(([stream, text]) => {
          const bytes = Buffer.from(text);
          const parts: (readonly ['stdout' | 'stderr', Uint8Array])[] = [];
          let n = 0;
          for (let at = 0; at < bytes.length;) {
            const size = cuts[n++ % cuts.length]!;
            parts.push([stream, bytes.subarray(at, at + size)]);
            at += size;
          }
          return parts;
        });
        const all = Buffer.from(pieces.map(([, text]) => text).join(''));
        const kept = take(limit, ...chunks);
        const half = Math.floor(limit / 2);
        if (all.length <= limit) return kept === all.toString();
        const [, first, left, last] = /^([^]*)\n… (\d+) bytes left out …\n([^]*)$/.exec(kept)!;
        const [before, after] = [Buffer.from(first!), Buffer.from(last!)];
        expect(all.subarray(0, before.length).equals(before) && all.subarray(all.length - after.length).equals(after)).toBe(true);
        expect(before.length + Number(left) + after.length).toBe(all.length);
        expect(Math.min(before.length, after.length)).toBeGreaterThan(half - 4);
        return before.length <= half && after.length <= limit - half;
      },
    ),
    { numRuns: 500 },
  );
});

it('gives the same when it is asked again, in the midst of a character too', () => {
  const output = captured(100);
  output.take({ stream: 'stdout', bytes: Buffer.from('a€').subarray(0, 2) });
  expect([output.text(), output.text()]).toEqual(['a\ufffd', 'a\ufffd']);
});
