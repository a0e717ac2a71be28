import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

it('every marbles folder has a runner of the same name', () => {
  const runners = readdirSync('spec/marbles').map((file) => file.replace('.spec.ts', ''));
  expect(readdirSync('marbles', { withFileTypes: true }).filter((entry) => entry.isDirectory() && !runners.includes(entry.name))).toEqual(
    [],
  );
});
