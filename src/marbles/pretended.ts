import { asyncScheduler, concat, defer, delay, EMPTY, Observable, of, race, throwError } from 'rxjs';
import type { Ports, Progress } from '../streams/runs.ts';
import { milliseconds } from './vocabulary.ts';

/**
 * Carries out what the vocabulary says of a job's command, for `watch`: it takes so long, exits so and prints that, and is ended where it is told to.
 * One printing `unendable`, `unstartable`, `forgotten` or `refused-until-11s` is so.
 */
export function pretended(): Pick<Ports, 'exec' | 'end'> {
  const running = new Set<{ readonly id: string; readonly kill: () => void }>();
  const killed = (id: string) =>
    new Observable<Progress>((subscriber) => {
      const run = { id, kill: () => subscriber.next({ type: 'ended', exitCode: 143, output: '' }) };
      running.add(run);
      return () => running.delete(run);
    });
  return {
    exec: ({ job: { command }, container }, { id }) => {
      const [takes = '1ms', exits = '0', prints = ''] = command;
      if (prints === 'unstartable') return throwError(() => new Error(`container ${container.name} is paused`));
      const [, until] = /^refused-until-(.+)$/.exec(prints) ?? [];
      if (until !== undefined && asyncScheduler.now() < milliseconds(until))
        return of<Progress>({ type: 'postponed', reason: `container ${container.name} is paused` }).pipe(delay(POSTPONED));
      const ended: Progress =
        prints === 'forgotten'
          ? { type: 'lost', reason: 'the engine has forgotten it', output: '' }
          : { type: 'ended', exitCode: Number(exits), output: until === undefined ? prints : '' };
      return concat(of<Progress>({ type: 'begun', exec: prints }), race(of(ended).pipe(delay(milliseconds(takes))), killed(id)));
    },
    end: ({ id, exec }) =>
      defer(() => {
        if (exec === 'unendable') return of('there is no shell in its container');
        [...running].filter((run) => run.id === id).forEach(({ kill }) => kill());
        return EMPTY;
      }),
  };
}

/** Milliseconds until a run that its container did not take is given back. */
const POSTPONED = 250;
