import { asyncScheduler, delay, map, merge, of, takeUntil, timer } from 'rxjs';
import { expect, it } from 'vitest';
import type { TargetsFact } from '../../src/facts/targets.ts';
import { leading } from '../../src/streams/leading.ts';
import { virtualTime } from '../support/virtual-time.ts';
import { fact } from '../../src/marbles/vocabulary.ts';

const FIRST = 'AWS lists i-2, i-3';

/** What is told, and when: which leadership, from when on this host leads if that stays so, and why AWS is silent. */
function told(...said: readonly (readonly [at: number, sentence: string])[]): readonly string[] {
  const lines: string[] = [];
  virtualTime().run(() => {
    const targets$ = merge(...said.map(([at, sentence]) => of(sentence).pipe(delay(at)))).pipe(
      map((sentence) => fact(sentence, asyncScheduler.now()) as TargetsFact),
    );
    leading(targets$, { poll: 10, hold: 20, takeover: 10 })
      .pipe(takeUntil(timer(100)))
      .subscribe(({ at, to, from, reason }) =>
        lines.push(
          [at, to, ...(from === undefined ? [] : [`from ${from}`]), ...(reason === undefined ? [] : [`since ${reason}`])].join(' '),
        ),
      );
  });
  return lines;
}

it('tells an answer, when this host leads by it, and when it is too old', () => {
  expect(told([5, FIRST], [12, FIRST], [15, FIRST])).toEqual(['5 follower from 15', '15 leader', '36 unknown']);
});

it('tells nothing where AWS says the same again, nor when others become healthy', () => {
  expect(told([0, FIRST], [10, FIRST], [15, 'AWS lists i-2, i-3, i-4'], [20, FIRST])).toEqual([
    '0 follower from 10',
    '10 leader',
    '41 unknown',
  ]);
});

it('tells that another one is first, and a third one', () => {
  expect(told([0, FIRST], [10, FIRST], [12, 'AWS lists i-1, i-2'], [14, 'AWS lists i-0, i-1, i-2'])).toEqual([
    '0 follower from 10',
    '10 leader',
    '12 follower',
    '14 follower',
    '35 unknown',
  ]);
});

it('tells that AWS is silent, once for each reason, in which times and ids do not count', () => {
  const silent = (at: number, reason: string) => [at, `AWS is silent: ${reason}`] as const;
  expect(
    told([0, FIRST], [10, FIRST], silent(12, 'request 1a2b timed out'), silent(14, 'request 77cd timed out'), silent(16, 'it refuses'), [
      18,
      FIRST,
    ]),
  ).toEqual([
    '0 follower from 10',
    '10 leader',
    '12 leader since request 1a2b timed out',
    '16 leader since it refuses',
    '18 leader',
    '39 unknown',
  ]);
});

it('tells that a takeover begins anew', () => {
  expect(told([0, FIRST], [4, 'AWS is silent: away'], [6, FIRST], [16, FIRST])).toEqual([
    '0 follower from 10',
    '4 follower since away',
    '6 follower from 16',
    '16 leader',
    '37 unknown',
  ]);
});

it('tells nothing before AWS has said anything, and nothing once nobody listens', () => {
  expect(told()).toEqual([]);
  virtualTime().run(({ cold, expectSubscriptions, flush }) => {
    const silence = cold<TargetsFact>('-');
    leading(silence, { poll: 10, hold: 20, takeover: 10 })
      .pipe(takeUntil(timer(7)))
      .subscribe();
    flush();
    expectSubscriptions(silence.subscriptions).toBe('^------!');
  });
});
