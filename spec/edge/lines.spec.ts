import { from, lastValueFrom, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { lines } from '../../src/edge/lines.ts';

const told = (...chunks: readonly (string | Uint8Array)[]) =>
  lastValueFrom(lines(from(chunks.map((chunk) => Buffer.from(chunk)))).pipe(toArray()));

it('gives whole lines, wherever the chunks are cut', async () => {
  expect(await told('{"a":1}\n{"b"', ':2}\n', '\n{"c":3}\n{"d":4}\n')).toEqual(['{"a":1}', '{"b":2}', '{"c":3}', '{"d":4}']);
});

it('gives the last line too when its end is missing, and a character that is cut in two', async () => {
  const bytes = Buffer.from('ü\nlast');
  expect(await told(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['ü', 'last']);
});
