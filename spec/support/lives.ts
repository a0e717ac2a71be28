import { asyncScheduler, concat, concatMap, defer, map, NEVER, Observable, of, Subject, Subscription, timer } from 'rxjs';
import { digested } from '../../src/edge/journal/digested.ts';
import type { Heading, Kept } from '../../src/edge/journal/segment.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { watch, type Journal } from '../../src/index.ts';
import { ledger } from '../../src/streams/ledger.ts';
import type { Exec, Follow, Progress } from '../../src/streams/runs.ts';
import type { Snapshot } from '../../src/streams/snapshot.ts';
import { fact, milliseconds } from './vocabulary.ts';
import { pretendedEnd } from './watched.ts';

/**
 * What several lives of bosun log that share a journal, and an engine that outlives them. `bosun starts`, `bosun is killed`, and `bosun is killed
 * before it starts its next exec` are heard beside the sentences of the vocabulary, which an engine tells to whoever lives.
 * `began` is told which run the engine really starts.
 */
export const lives = (
  sentence$: Observable<string>,
  book = pretendedJournal(),
  began: (run: string) => void = () => undefined,
): Observable<string> =>
  new Observable((subscriber) => {
    const engine = pretendedExecs(began);
    const told = new Subject<Fact>();
    let life = Subscription.EMPTY;
    const start = () => {
      const begun: Fact = { type: 'bosun.started', at: asyncScheduler.now(), version: '1', poolSize: 2, journal: true };
      life = watch({
        facts$: concat(of(begun), told),
        exec: engine.exec(() => life.unsubscribe()),
        end: pretendedEnd,
        journal: { known: book.known(), keep: book.keep, follow: engine.follow },
        poolSize: 2,
        shutdownGrace: 8_000,
        random: () => 0.5,
        log: ({ level, message }) => {
          if (level !== 'DEBUG') subscriber.next(level === 'INFO' ? message : `${level} ${message}`);
        },
      }).subscribe();
    };
    subscriber.add(() => life.unsubscribe());
    subscriber.add(
      sentence$.subscribe((sentence) => {
        if (sentence === 'bosun starts') start();
        else if (sentence === 'bosun is killed') life.unsubscribe();
        else if (sentence === 'bosun is killed before it starts its next exec') engine.killNext();
        else told.next(fact(sentence, asyncScheduler.now()));
      }),
    );
  });

/** Lines of a journal, as they would be written. */
export function pretendedJournal(): PretendedJournal {
  const write = digested(Buffer.from('a key'));
  const lines: string[] = [];
  return {
    lines,
    keep: (told, heard, snapshot) => {
      if (lines.length === 0) lines.push(write.heading(snapshot()));
      lines.push(write.fact(told, heard));
    },
    known: () => {
      const [heading, ...facts] = lines.map((line) => JSON.parse(line) as Heading | Kept);
      if (heading?.type !== 'snapshot') return undefined;
      const known = ledger(heading.poolSize, heading);
      for (const kept of facts) if (kept.type !== 'snapshot') known.hear(kept, kept.heard ?? kept.at);
      return known.snapshot();
    },
  };
}

interface PretendedJournal extends Pick<Journal, 'keep'> {
  readonly known: () => Snapshot | undefined;
  readonly lines: readonly string[];
}

/** Execs that go on while nobody follows them: each is what the vocabulary says of its job. */
function pretendedExecs(began: (run: string) => void) {
  const execs = new Map<string, Execution>();
  let kill = false;
  /** It ends in its time, from now on. */
  const running = (exec: Execution, first: Progress): Observable<Progress> =>
    concat(
      of(first),
      defer(() => {
        if (exec.since === undefined) began(exec.run);
        exec.since ??= asyncScheduler.now();
        return timer(exec.since + exec.takes - asyncScheduler.now()).pipe(
          map((): Progress => ({ type: 'ended', exitCode: exec.exitCode, output: '' })),
        );
      }),
    );
  const exec =
    (die: () => void): Exec =>
    ({ job: { command } }, { id: run }) => {
      const [takes = '1ms', exits = '0', prints] = command;
      const id = `exec-${execs.size + 1}`;
      const made = { run, takes: milliseconds(takes), exitCode: Number(exits), isForgotten: prints === 'forgotten', since: undefined };
      execs.set(id, made);
      const begun: Progress = { type: 'begun', exec: id };
      const killed$ = defer(() => {
        kill = false;
        die();
        return NEVER;
      });
      return timer(0).pipe(concatMap(() => (kill ? concat(of(begun), killed$) : running(made, begun)))); // an engine answers later
    };
  const follow: Follow = ({ exec: id, until }) => {
    const found = execs.get(id);
    const now = asyncScheduler.now();
    if (!found || found.isForgotten) return of({ type: 'lost', reason: 'the engine has forgotten it', output: '' });
    if (found.since === undefined && until < now) return of({ type: 'postponed', reason: 'bosun ended before it began' });
    if (found.since === undefined) return running(found, { type: 'begun', exec: id });
    if (found.since + found.takes > now) return running(found, { type: 'found' });
    return of({ type: 'ended', exitCode: found.exitCode, output: '', away: true });
  };
  return { exec, follow, killNext: () => void (kill = true) };
}

interface Execution {
  readonly run: string;
  readonly takes: number;
  readonly exitCode: number;
  readonly isForgotten: boolean;
  /** None until it is started. */
  since: number | undefined;
}
