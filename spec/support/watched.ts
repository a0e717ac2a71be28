import { Observable } from 'rxjs';
import type { Fact } from '../../src/facts/fact.ts';
import { watch, type Edge } from '../../src/index.ts';
import * as marbles from '../../src/marbles.ts';

export const { exec: pretended, end: pretendedEnd } = marbles.pretended();

/** The lines that a watch over these facts logs, without those of level DEBUG. */
export const logged = (facts$: Observable<Fact>, edge: Partial<Edge> = {}): Observable<string> =>
  new Observable((subscriber) =>
    watch({
      facts$,
      exec: pretended,
      end: pretendedEnd,
      poolSize: 2,
      shutdownGrace: 8_000,
      random: () => 0.5,
      ...edge,
      log: ({ level, message }) => {
        if (level !== 'DEBUG') subscriber.next(level === 'INFO' ? message : `${level} ${message}`);
      },
    }).subscribe(),
  );
