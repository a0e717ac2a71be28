import fc from 'fast-check';
import { expect, it } from 'vitest';
import { demultiplexer } from '../../src/edge/demultiplex.ts';

const frame = (stream: number, text: string): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

it('takes the streams apart, wherever the chunks are cut', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string({ maxLength: 20 })), { maxLength: 10 });
  fc.assert(
    fc.property(frames, fc.array(fc.nat(30)), (frames, cuts) => {
      const whole = Buffer.concat(frames.map(([stream, text]) => frame(stream, text)));
      const demultiplex = demultiplexer();
      const told = { stdout: '', stderr: '' };
      let at = 0;
      for (const size of [...cuts, whole.length]) {
        for (const { stream, bytes } of demultiplex(whole.subarray(at, at + size))) told[stream] += Buffer.from(bytes).toString('latin1');
        at += size;
      }
      const sent = (of: number) => frames.filter(([stream]) => stream === of).map(([, text]) => Buffer.from(text).toString('latin1'));
      expect(told).toEqual({ stdout: sent(1).join(''), stderr: sent(2).join('') });
    }),
  );
});

it('passes on what has come of a frame, and holds none of it back', () => {
  const demultiplex = demultiplexer();
  const [piece] = demultiplex(frame(2, 'half a line').subarray(0, 12));
  expect(piece).toMatchObject({ stream: 'stderr' });
  expect(Buffer.from(piece!.bytes).toString()).toBe('half');
});
