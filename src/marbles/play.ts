import { asyncScheduler, map, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { MarbleFile } from './marble-file.ts';
import { virtualTime, type Same } from './virtual-time.ts';

/** A row of the file as a hot stream; each sentence becomes a value, itself where nothing makes another of it, at the moment at which it is drawn. */
export type Hot = <T = string>(row: string, value?: (sentence: string, at: number) => T) => Observable<T>;

/** Plays a file in virtual time to a stream made of its rows, which must draw the row named `output`, or the one of several that the file draws. Throws where it draws another. */
export function play(
  { name, from, rows }: MarbleFile,
  output: string | readonly string[],
  stream: (hot: Hot, output: string) => Observable<string>,
  same?: Same,
): void {
  const row = (wanted: string) => {
    const found = rows.get(wanted);
    if (!found) throw new Error(`${name} draws no row named "${wanted}"`);
    return found;
  };
  virtualTime({ from, ...(same && { same }) }).run((helpers) => {
    const hot: Hot = <T>(wanted: string, value: (sentence: string, at: number) => T = (said) => said as T) => {
      const { marbles, sentences } = row(wanted);
      return helpers.hot(marbles, sentences).pipe(map((sentence) => value(sentence, asyncScheduler.now())));
    };
    const drawn = [output].flat().find((wanted) => rows.has(wanted)) ?? [output].flat().join(' or ');
    const { marbles, sentences } = row(drawn);
    helpers.expectObservable(stream(hot, drawn), `${lastFrame(marbles) + 1}ms !`).toBe(marbles, sentences);
  });
}

/** A drawing ends where it ends: a stream that goes on for ever is left one frame later. */
const lastFrame = (marbles: string): number =>
  TestScheduler.parseMarbles(/[|#]/.test(marbles) ? marbles : `${marbles} |`, undefined, undefined, undefined, true).at(-1)?.frame ?? 0;
