import { defer, NEVER, of, take, tap, throwError, type Observable } from 'rxjs';
import { afterEach, expect, it, vi } from 'vitest';
import type { TargetsFact } from '../../src/facts/targets.ts';
import { polled } from '../../src/streams/polled.ts';
import { virtualTime } from '../support/virtual-time.ts';

const FROM = 1_600_000_000_000;
const EVERY = 100;

const reported: TargetsFact = { type: 'targets.reported', at: 1, instance: 'i-1', self: 'i-1', targets: [] };
const unreachable = (at: number, reason: string): TargetsFact => ({ type: 'targets.unreachable', at, reason });
const throttled: TargetsFact = { type: 'targets.unreachable', at: 1, reason: 'asked too often', throttled: true };
const away = unreachable(1, 'no route');
const facts = { r: reported, t: throttled, a: away };

/** The nth subscription is subscribed to the nth drawing, those after the last one to that; `asked` is when each was. */
function drawn(
  cold: (drawing: string, values: typeof facts, error?: unknown) => Observable<TargetsFact>,
  drawings: readonly string[],
  now: () => number,
) {
  const asked: number[] = [];
  const ask$ = defer(() => {
    const drawing = drawings[Math.min(asked.length, drawings.length - 1)]!;
    asked.push(now());
    return cold(drawing, facts, new Error('broken'));
  });
  return { ask$, asked };
}

const SLOW = unreachable(FROM, 'neither AWS nor the instance metadata service has answered within 0.1 s');

afterEach(() => {
  vi.useRealTimers();
});

it.each<[string, chance: number[], drawings: string[], asked: number[]]>([
  ['with the longest distance', [0], ['(r|)'], [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]],
  ['a fifth earlier, with the shortest', [0.999_999], ['(r|)'], [0, 81, 162, 243, 324, 405, 486, 567, 648, 729, 810, 891, 972]],
  ['with a distance drawn for each time', [0, 0.5, 0.999_999], ['(r|)'], [0, 100, 190, 271, 371, 461, 542, 642, 732, 813, 913]],
  ['as often where each answer takes a while', [0], ['40ms (r|)'], [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]],
  [
    'as soon as there is an answer that took longer than the distance',
    [0.999_999],
    ['90ms (r|)'],
    [0, 90, 180, 270, 360, 450, 540, 630, 720, 810, 900, 990],
  ],
  ['as often where an answer does not end', [0], ['r-'], [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]],
  ['as often where it breaks, ends or is away', [0], ['#', '|', '10ms #', '(a|)'], [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]],
  ['as often where it is silent', [0], ['-'], [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]],
  ['as soon as it is given up', [0.999_999], ['-'], [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]],
  ['ever later where AWS throttles, up to eight times the distance', [0], ['(t|)'], [0, 200, 600]],
  ['at its pace once it throttles no more', [0], ['(t|)', '(t|)', '(r|)', '(t|)', '(r|)'], [0, 200, 600, 700, 900]],
  ['at its pace once it is away after it throttled', [0], ['(t|)', '(a|)', '(t|)', '(a|)'], [0, 200, 300, 500, 600, 700, 800, 900]],
  ['at its pace once it is silent after it throttled', [0], ['(t|)', '-', '(r|)'], [0, 200, 300, 400, 500, 600, 700, 800, 900]],
  ['with as much jitter where AWS throttles', [0.5], ['(t|)'], [0, 180, 540]],
  ['with as much jitter where AWS throttles slowly', [0.5], ['95ms (t|)', '(r|)'], [0, 185, 275, 365, 455, 545, 635, 725, 815, 905, 995]],
])('asks at once, then %s', (_, chance, drawings, expected) => {
  const scheduler = virtualTime(FROM);
  let draws = 0;
  scheduler.run(({ cold, expectObservable, flush }) => {
    const { ask$, asked } = drawn(cold, drawings, () => scheduler.frame);
    expectObservable(polled(ask$, { every: EVERY, random: () => chance[draws++ % chance.length]! }), '999ms !');
    flush();
    expect(asked).toEqual(expected);
  });
});

it('a pause never grows beyond eight times the distance', () => {
  const scheduler = virtualTime(FROM);
  scheduler.run(({ cold, expectObservable, flush }) => {
    const { ask$, asked } = drawn(cold, ['(t|)'], () => scheduler.frame);
    expectObservable(polled(ask$, { every: EVERY, random: () => 0 }), '4s !');
    flush();
    expect(asked).toEqual([0, 200, 600, 1_400, 2_200, 3_000, 3_800]);
  });
});

it.each<[string, string, string, Record<string, TargetsFact>]>([
  ['an answer is told as it is', '30ms (r|)', '30ms r', facts],
  ['only the first of several', '30ms (rta|)', '30ms r', facts],
  ['that AWS is away', '30ms (a|)', '30ms a', facts],
  ['that it throttles', '30ms (t|)', '30ms t', facts],
  ['an error, as old as its question', '30ms #', '30ms x', { x: unreachable(FROM, 'broken') }],
  ['that it ended without an answer, as old as its question', '30ms |', '30ms x', { x: unreachable(FROM, 'nothing was answered') }],
  ['that there was no answer, as old as its question', '-', '100ms x', { x: SLOW }],
  ['what comes too late is not heard', '101ms (r|)', '100ms x', { x: SLOW }],
])('of one question: %s', (_, drawing, expected, values) => {
  virtualTime(FROM).run(({ cold, expectObservable }) => {
    expectObservable(polled(cold(drawing, facts, new Error('broken')), { every: EVERY, random: () => 0 }), '101ms !').toBe(
      expected,
      values,
    );
  });
});

it('a question that is given up is left before the next is asked', () => {
  virtualTime().run(({ cold, expectObservable, expectSubscriptions }) => {
    const ask$ = cold<TargetsFact>('-');
    expectObservable(polled(ask$, { every: EVERY, random: () => 0 }), '250ms !');
    expectSubscriptions(ask$.subscriptions).toBe(['^ 99ms !', '100ms ^ 99ms !', '200ms ^ 49ms !']);
  });
});

it.each([
  ['that is open', '-', '^ 29ms !', '30ms !'],
  ['that was answered', '10ms (r|)', '^ 9ms !', '30ms !'],
  ['as its answer is heard', '10ms (r|)', '^ 9ms !', '10ms !'],
])('who leaves a question %s asks no further', (_, drawing, subscription, left) => {
  virtualTime().run(({ cold, expectObservable, expectSubscriptions }) => {
    const ask$ = cold(drawing, facts);
    expectObservable(polled(ask$, { every: EVERY, random: () => 0 }), left);
    expectSubscriptions(ask$.subscriptions).toBe(subscription);
  });
});

it('a late subscriber asks for itself, at a pace of its own', () => {
  virtualTime().run(({ cold, expectObservable, expectSubscriptions }) => {
    const ask$ = cold('(t|)', facts);
    const polled$ = polled(ask$, { every: EVERY, random: () => 0 });
    expectObservable(polled$, '^ 649ms !').toBe('t 199ms t 399ms t', facts);
    expectObservable(polled$, '30ms ^ 619ms !').toBe('30ms t 199ms t 399ms t', facts);
    expectSubscriptions(ask$.subscriptions).toBe(['', '30ms ', '200ms ', '230ms ', '600ms ', '630ms '].map((time) => `${time}(^!)`));
  });
});

it.each<[string, Observable<TargetsFact>]>([
  ['is told at once', of(reported)],
  ['breaks at once', throwError(() => new Error('broken'))],
  ['throttles', of(throttled)],
  ['never comes', NEVER],
])('leaves no timer when it is left in a pause, where the answer %s', (_, ask$) => {
  vi.useFakeTimers();
  const heard: TargetsFact[] = [];
  const subscription = polled(ask$, { every: EVERY, random: () => 0.5 })
    .pipe(tap((fact) => heard.push(fact)))
    .subscribe();
  for (let time = 0; time < 500; time += 10) vi.advanceTimersByTime(10);
  expect(heard.length).toBeGreaterThan(1);
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  subscription.unsubscribe();
  expect(vi.getTimerCount()).toBe(0);
  polled(ask$, { every: EVERY, random: () => 0.5 })
    .pipe(take(1))
    .subscribe();
  vi.advanceTimersByTime(EVERY);
  expect(vi.getTimerCount()).toBe(0);
});
