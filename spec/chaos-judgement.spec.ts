import { describe, expect, it } from 'vitest';
import type { Event } from '../scripts/chaos/event.ts';
import { judge, type Operation, type Verdict } from '../scripts/chaos/judgement.ts';

// What judges the chaos is itself judged: it must find what is wrong.

describe('of seconds that are due at 1000, 2000, …', () => {
  const cases: readonly {
    readonly what: string;
    readonly events: readonly Told[];
    readonly operation?: Span;
    readonly verdicts: readonly Verdict[];
  }[] = [
    { what: 'one run each', events: [run(1000), run(2000), run(3000)], verdicts: ['right', 'right', 'right'] },
    { what: 'one without a run', events: [run(1000), run(3000)], verdicts: ['right', 'lost', 'right'] },
    { what: 'one that ran a second late', events: [run(1000), run(2000, 'web-1', 3010), run(3000)], verdicts: ['right', 'right', 'right'] },
    { what: 'one with two runs', events: [run(1000), run(2000), run(2000), run(3000)], verdicts: ['right', 'doubled', 'right'] },
    {
      what: 'one that ran in a younger sibling',
      events: [run(1000), run(2000, 'web-2'), run(3000)],
      verdicts: ['right', 'misplaced', 'right'],
    },
    { what: 'one that ran off the grid', events: [run(1000), run(2400), run(3000)], verdicts: ['right', 'misplaced', 'right'] },
    {
      what: 'one that ran before it was due',
      events: [run(1000), run(2000, 'web-1', 1900), run(3000)],
      verdicts: ['misplaced', 'lost', 'right'],
    },
    {
      what: 'some after the holder was paused',
      events: [run(1000), turn(1500, 'pause', 'web-1'), run(2000, 'web-2'), run(3000, 'web-1')],
      verdicts: ['right', 'right', 'misplaced'],
    },
    {
      what: 'some without a container that could run them',
      events: [run(1000), turn(1500, 'die', 'web-1'), turn(1500, 'die', 'web-2')],
      verdicts: ['right', 'idle', 'idle'],
    },
    {
      what: 'some beside an operation',
      events: [run(1000), run(3000)],
      operation: { from: 2900, to: 2950 },
      verdicts: ['right', 'near', 'near'],
    },
    { what: 'none before the first run', events: [run(3000)], verdicts: ['right'] },
  ];
  it.each(cases)('$what', ({ events, operation, verdicts }) => {
    const told = [turn(0, 'start', 'web-1'), turn(10, 'start', 'web-2'), ...events].map(({ event }, n): Event => ({
      ...event,
      exec: `exec-${n}`,
    }));
    const dues = new Map(
      [undefined, undefined, ...events].flatMap((one, n) => (one?.due === undefined ? [] : [[`exec-${n}`, one.due] as const])),
    );
    const operations: Operation[] = operation ? [{ service: 'web', words: 'stir', ...operation }] : [];
    expect(judge('web', told, dues, operations, 4_100).map(({ verdict }) => verdict)).toEqual(verdicts);
  });
});

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Told {
  readonly event: Event;
  readonly due?: number;
}

function run(due: number, container = 'web-1', at = due + 20): Told {
  return { due, event: { kind: 'run', at, container, name: container, service: 'web', exec: undefined } };
}

function turn(at: number, kind: 'start' | 'die' | 'pause' | 'unpause', container: string): Told {
  return { event: { kind, at, container, name: container, service: 'web', exec: undefined } };
}
