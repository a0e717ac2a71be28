import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asyncScheduler, map, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, it } from 'vitest';
import { readMarbleFile } from './marble-file.ts';
import { virtualTime } from './virtual-time.ts';

/** A row of the file as a hot stream; each sentence becomes a value at the moment at which it is drawn. */
export type Hot = <T = string>(row: string, value?: (sentence: string, at: number) => T) => Observable<T>;

/** Runs every file of a marbles folder against a stream; the row named `output`, or the one of several that it draws, is what it must draw. */
export function behaviours(
  folder: string,
  output: string | readonly string[],
  stream: (hot: Hot, output: string) => Observable<string>,
): void {
  describe(folder, () => {
    for (const file of readdirSync(join('marbles', folder))
      .filter((name) => name.endsWith('.txt'))
      .sort()) {
      const { behaviour, from, rows } = readMarbleFile(join('marbles', folder, file));
      it(behaviour, () => {
        virtualTime(from).run((helpers) => {
          const row = (name: string) => {
            const found = rows.get(name);
            if (!found) throw new Error(`${folder}/${file} draws no row named "${name}"`);
            return found;
          };
          const hot: Hot = <T>(name: string, value: (sentence: string, at: number) => T = (said) => said as T) => {
            const { marbles, sentences } = row(name);
            return helpers.hot(marbles, sentences).pipe(map((sentence) => value(sentence, asyncScheduler.now())));
          };
          const drawn = [output].flat().find((name) => rows.has(name)) ?? [output].flat().join(' or ');
          const { marbles, sentences } = row(drawn);
          helpers.expectObservable(stream(hot, drawn), `${lastFrame(marbles) + 1}ms !`).toBe(marbles, sentences);
        });
      });
    }
  });
}

/** A drawing ends where it ends: a stream that goes on for ever is left one frame later. */
const lastFrame = (marbles: string): number =>
  TestScheduler.parseMarbles(/[|#]/.test(marbles) ? marbles : `${marbles} |`, undefined, undefined, undefined, true).at(-1)?.frame ?? 0;
