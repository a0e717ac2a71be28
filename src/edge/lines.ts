import { concatMap, defer, endWith, filter, map, type Observable } from 'rxjs';

/** The lines of a stream of bytes, wherever its chunks are cut; blank ones are left out. */
export const lines = (chunk$: Observable<Uint8Array>): Observable<string> =>
  defer(() => {
    const decoder = new TextDecoder();
    let rest = '';
    return chunk$.pipe(
      map((chunk) => decoder.decode(chunk, { stream: true })),
      endWith('\n'),
      concatMap((text) => {
        const whole = (rest + text).split('\n');
        rest = whole.pop() ?? '';
        return whole;
      }),
      filter((line) => line.trim() !== ''),
    );
  });
