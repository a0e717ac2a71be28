import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Observable } from 'rxjs';
import { describe, it } from 'vitest';
import { play, readMarbleFile, type Hot } from '../../src/marbles.ts';
import { same } from './virtual-time.ts';

/** Runs every file of a marbles folder against a stream; the row named `output`, or the one of several that it draws, is what it must draw. */
export function behaviours(
  folder: string,
  output: string | readonly string[],
  stream: (hot: Hot, output: string) => Observable<string>,
): void {
  describe(folder, () => {
    for (const name of readdirSync(join('marbles', folder))
      .filter((name) => name.endsWith('.txt'))
      .sort()) {
      const path = join('marbles', folder, name);
      const file = readMarbleFile(readFileSync(path, 'utf8'), path);
      it(file.behaviour, () => play(file, output, stream, same));
    }
  });
}
