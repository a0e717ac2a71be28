import { asyncScheduler, concat, concatMap, defer, NEVER, Observable, of, Subject, Subscription } from 'rxjs';
import { digested } from '../../src/edge/journal/digested.ts';
import type { Heading, Kept } from '../../src/edge/journal/segment.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { watch, type Journal } from '../../src/index.ts';
import { ledger } from '../../src/streams/ledger.ts';
import type { Exec } from '../../src/streams/runs.ts';
import type { Snapshot } from '../../src/streams/snapshot.ts';
import { engineMemory } from './engine-memory.ts';
import { fact } from '../../src/marbles/vocabulary.ts';
import { pretendedEnd } from './watched.ts';

/**
 * What several lives of bosun log that share a journal, and an engine that outlives them. `bosun starts`, `bosun is killed`, and `bosun is killed
 * before it starts its next exec` are heard beside the sentences of the vocabulary, which an engine tells to whoever lives.
 */
export const lives = (sentence$: Observable<string>, book = pretendedJournal(), engine = engineMemory()): Observable<string> =>
  new Observable((subscriber) => {
    let kill = false;
    const killed$ = defer(() => {
      kill = false;
      life.unsubscribe();
      return NEVER;
    });
    const exec: Exec = (...run) =>
      engine.exec(...run).pipe(concatMap((told) => (kill && told.type === 'begun' ? concat(of(told), killed$) : of(told))));
    const told = new Subject<Fact>();
    let life = Subscription.EMPTY;
    const start = () => {
      const begun: Fact = { type: 'bosun.started', at: asyncScheduler.now(), version: '1', poolSize: 2, journal: true };
      life = watch({
        facts$: concat(of(begun), told),
        exec,
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
        else if (sentence === 'bosun is killed before it starts its next exec') kill = true;
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
