import { asyncScheduler, concat, concatMap, defer, delay, of, type Observable } from 'rxjs';
import type { Time } from '../../src/facts/fact.ts';
import type { Exec, Follow, Progress } from '../../src/streams/runs.ts';
import { milliseconds } from '../../src/marbles/vocabulary.ts';

/** An engine's execs and containers in virtual time, which outlive bosun: execs in the words of the vocabulary, containers as the last listing would tell them. */
export interface EngineMemory {
  readonly exec: Exec;
  readonly follow: Follow;
  /** The runs that it has begun, in that order. */
  readonly begun: readonly Begun[];
  /** Takes note of a sentence that tells what a container does. */
  readonly note: (sentence: string) => void;
  /** The sentence that lists all that lives. */
  readonly listing: () => string;
}

interface Begun {
  readonly run: string;
  readonly exitCode: number;
  /** Whoever asks what became of it is told that it is unknown. */
  readonly isForgotten: boolean;
}

interface Created extends Begun {
  readonly takes: number;
  /** None until it is begun. */
  ends?: Time;
}

/** `exits`: with which code the so manieth exec exits, by what its job says. */
export function engineMemory(exits: (said: number, nth: number) => number = (said) => said): EngineMemory {
  const created = new Map<string, Created>();
  const begun: Begun[] = [];
  const containers = new Map<string, { jobs: string; condition: string }>();
  const result = (one: Created, away: boolean): Progress => ({
    type: 'ended',
    exitCode: one.exitCode,
    output: '',
    ...(away ? { away } : {}),
  });
  const carriedOut = (id: string, one: Created): Observable<Progress> =>
    concat(
      of<Progress>({ type: 'begun', exec: id }),
      defer(() => {
        one.ends ??= asyncScheduler.now() + one.takes;
        begun.push(one);
        return of(result(one, false)).pipe(delay(one.ends - asyncScheduler.now()));
      }),
    );
  return {
    begun,
    exec: ({ job: { command } }, { id: run }) => {
      const [takes = '1ms', said = '0', prints] = command;
      const id = `exec-${created.size}`;
      const isForgotten = prints === 'forgotten';
      const one: Created = { run, takes: milliseconds(takes), exitCode: exits(Number(said), created.size), isForgotten };
      created.set(id, one);
      return of(id).pipe(
        delay(0), // an answer takes its time: what was told before is kept by then
        concatMap(() => carriedOut(id, one)),
      );
    },
    follow: ({ exec, until }) =>
      defer(() => {
        const one = created.get(exec);
        if (!one || one.isForgotten) return of<Progress>({ type: 'lost', reason: 'the engine has forgotten it', output: '' });
        if (one.ends === undefined)
          return until < asyncScheduler.now()
            ? of<Progress>({ type: 'postponed', reason: 'bosun ended before it began' })
            : carriedOut(exec, one);
        const left = one.ends - asyncScheduler.now();
        if (left <= 0) return of(result(one, true));
        return concat(of<Progress>({ type: 'found' }), of(result(one, false)).pipe(delay(left)));
      }).pipe(delay(0)),
    note: (sentence) => {
      const [name = '', verb = '', ...rest] = sentence.split(' ');
      const known = containers.get(name);
      if (name === 'engine') {
        if (verb !== 'lists') return;
        containers.clear();
        for (const [, listed = '', condition = '', jobs = ''] of sentence.matchAll(
          /(\S+) (running|paused) ((?:in the cluster )?with [^,]+)/g,
        ))
          containers.set(listed, { condition, jobs });
      } else if (verb === 'started') containers.set(name, { condition: 'running', jobs: rest.join(' ') });
      else if (verb === 'died' || verb === 'removed') containers.delete(name);
      else if (known) known.condition = verb === 'paused' ? 'paused' : 'running';
    },
    listing: () =>
      `engine lists ${[...containers].map(([name, { condition, jobs }]) => `${name} ${condition} ${jobs}`).join(', ') || 'nothing'}`,
  };
}
