import { asyncScheduler, concat, defer, delay, EMPTY, filter, map, Observable, of, race, Subject, throwError } from 'rxjs';
import type { Fact } from '../../src/facts/fact.ts';
import { watch, type Edge } from '../../src/index.ts';
import type { End, Exec, Progress } from '../../src/streams/runs.ts';
import { milliseconds } from './vocabulary.ts';

/** Carries out what the vocabulary says of a job's command: it takes so long, exits so and prints that. */
export const pretended: Exec = ({ job: { command }, container }, { id }) => {
  const [takes = '1ms', exits = '0', prints = ''] = command;
  if (prints === 'unstartable') return throwError(() => new Error(`container ${container.name} is paused`));
  const [, until] = /^refused-until-(.+)$/.exec(prints) ?? [];
  if (until !== undefined && asyncScheduler.now() < milliseconds(until))
    return of<Progress>({ type: 'postponed', reason: `container ${container.name} is paused` }).pipe(delay(250));
  const ended: Progress =
    prints === 'forgotten'
      ? { type: 'lost', reason: 'the engine has forgotten it', output: '' }
      : { type: 'ended', exitCode: Number(exits), output: until === undefined ? prints : '' };
  const killed$ = endings.pipe(
    filter((run) => run === id),
    map((): Progress => ({ type: 'ended', exitCode: 143, output: '' })),
  );
  return concat(of<Progress>({ type: 'begun', exec: prints }), race(of(ended).pipe(delay(milliseconds(takes))), killed$));
};

const endings = new Subject<string>();

/** Ends a run, but for one that prints `unendable`. */
export const pretendedEnd: End = ({ id, exec }) =>
  defer(() => {
    if (exec === 'unendable') return of('there is no shell in its container');
    endings.next(id);
    return EMPTY;
  });

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
