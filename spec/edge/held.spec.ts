import { createServer } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { expect, it } from 'vitest';
import { held } from '../../src/edge/held.ts';

let names = 0;
const fresh = () => `bosun-spec-${process.pid}-${names++}`;

it('a name is held by the first who asks, who is told to the others', async () => {
  const name = fresh();
  expect(await firstValueFrom(held(name, 'the first'))).toBeUndefined();
  expect(await firstValueFrom(held(name, 'the second'))).toBe('the first');
  expect(await firstValueFrom(held(fresh(), 'the second'))).toBeUndefined();
});

it.each([
  ['that is silent', [], /^which does not answer$/],
  ['that talks slowly, and never ends', ['x'], /^x{2,}$/],
  ['that talks too much', ['y'.repeat(10_000)], /^y{200}$/],
])(
  'of a holder %s no more is waited for than a moment',
  async (_, says, told) => {
    const name = fresh();
    const squatter = createServer((socket) => {
      const talk = setInterval(() => says.forEach((word) => socket.write(word)), 100);
      socket.on('close', () => clearInterval(talk)).on('error', () => undefined);
    });
    await new Promise<void>((resolve) => squatter.listen(`\0${name}`, resolve));
    expect(await firstValueFrom(held(name, 'we'))).toMatch(told);
    await new Promise((resolve) => squatter.close(resolve));
  },
  15_000,
);
