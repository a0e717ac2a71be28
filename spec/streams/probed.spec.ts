import { NEVER } from 'rxjs';
import { it } from 'vitest';
import { probed } from '../../src/streams/probed.ts';
import { virtualTime } from '../support/virtual-time.ts';

const IDLE = 10;

// prettier-ignore
it.each<[string, string, string, string[]]>([
  ['is not probed while it speaks', '-a---b---c---|', '-a---b---c---|', []],
  ['is probed whenever it has been quiet for a while', '-a 24ms b--|', '-a 24ms b--|', ['11ms (^!)', '21ms (^!)']],
  ['is probed from the beginning', '24ms b|', '24ms b|', ['10ms (^!)', '20ms (^!)']],
  ['is not probed once it has ended', '-|', '-|', []],
  ['is not probed once it has broken', '-#', '-#', []],
])('a live stream %s', (_, live, expected, probes) => {
  virtualTime().run(({ hot, cold, expectObservable, expectSubscriptions }) => {
    const probe = cold<never>('|');
    expectObservable(hot(live).pipe(probed(probe, IDLE))).toBe(expected);
    expectSubscriptions(probe.subscriptions).toBe(probes);
  });
});

it('the error of a probe is that of the stream, which is left', () => {
  virtualTime().run(({ hot, cold, expectObservable, expectSubscriptions }) => {
    const live = hot('-a');
    expectObservable(live.pipe(probed(cold<never>('--#', undefined, 'deaf'), IDLE))).toBe('-a 11ms #', undefined, 'deaf');
    expectSubscriptions(live.subscriptions).toBe('^ 12ms !');
  });
});

it('a probe that takes its time is not made twice, and left when the stream speaks', () => {
  virtualTime().run(({ hot, cold, expectObservable, expectSubscriptions }) => {
    const probe = cold<never>('25ms |');
    expectObservable(hot('50ms a|').pipe(probed(probe, IDLE))).toBe('50ms a|');
    expectSubscriptions(probe.subscriptions).toBe(['10ms ^ 24ms !', '40ms ^ 9ms !']);
  });
});

it('leaves nothing when it is left', () => {
  virtualTime().run(({ hot, expectObservable, expectSubscriptions }) => {
    const live = hot('-');
    expectObservable(live.pipe(probed<string>(NEVER, IDLE)), '30ms !').toBe('');
    expectSubscriptions(live.subscriptions).toBe('^ 29ms !');
  });
});
