import { connect, defer, EMPTY, finalize, ignoreElements, map, merge, share, Subject, tap, type Observable } from 'rxjs';
import type { Fact, JournalFact, Time } from './facts/fact.ts';
import type { Duration } from './facts/job.ts';
import { commands } from './streams/commands.ts';
import type { Random } from './streams/delay.ts';
import { due } from './streams/due.ts';
import { ending } from './streams/ending.ts';
import { isWaiting } from './state/run.ts';
import { ledger, type Heard } from './streams/ledger.ts';
import { runs, type End, type Exec, type Follow, type Ports } from './streams/runs.ts';
import type { Snapshot } from './streams/snapshot.ts';
import { store } from './streams/store.ts';
import { aboutCommand, aboutFact } from './words/about.ts';
import { sayCommand } from './words/command.ts';
import { sayFact } from './words/fact.ts';
import { sayLeft } from './words/left.ts';
import type { Line } from './words/line.ts';

export { difference, type Decided } from './derive/commands.ts';
export { registrations, type Registration, type Registrations } from './derive/registrations.ts';
export type { Container, Fact, Listed, ServiceFact, Time } from './facts/fact.ts';
export type { Duration, Job, Problem, Trigger } from './facts/job.ts';
export { readContainer, type Defaults, type Labels } from './labels/container.ts';
export { leadership } from './derive/leadership.ts';
export { hearOfTargets, unasked, type Cluster, type Limits } from './state/cluster.ts';
export { clustered } from './streams/clustered.ts';
export { leading } from './streams/leading.ts';
export { polled, type Polling } from './streams/polled.ts';
export { registered } from './streams/registered.ts';
export type { Leadership, LeadershipFact, Target, TargetsFact } from './facts/targets.ts';
export { defaults } from './labels/defaults.ts';
export { nothing, reduce, type Service } from './state/service.ts';
export type { End, Exec, Follow, Progress } from './streams/runs.ts';
export { describe } from './triggers/describe.ts';
export { next } from './triggers/next.ts';
export { parseTrigger } from './triggers/parse-trigger.ts';
export type { Line } from './words/line.ts';

/** All that touches the world, given from outside, and the limits. */
export interface Edge {
  readonly facts$: Observable<Fact>;
  readonly exec: Exec;
  readonly end: End;
  /** Where facts are kept, if they are. */
  readonly journal?: Journal | undefined;
  readonly log: (line: Line) => void;
  /** How many runs may be under way at the same time. */
  readonly poolSize: number;
  /** How long runs are waited for after `signal.received`. */
  readonly shutdownGrace: Duration;
  /** Numbers from 0 on, below 1, for jitter. */
  readonly random: Random;
}

/** What was known when our last life ended, and what keeps the facts of this one. */
export interface Journal {
  readonly known: Snapshot | undefined;
  readonly follow: Follow;
  /** Keeps a fact, heard at this moment, before anything is done about it: that a run begins before its exec is started, if `exec` does not answer at once. `snapshot` gives all that was known before; `tell` takes what becomes of the journal itself. */
  readonly keep: (fact: Fact, heard: Time, snapshot: () => Snapshot, tell: (fact: JournalFact) => void) => void;
}

/**
 * The loop: subscribing starts it, unsubscribing stops it. Emits every fact in the order in which it was heard, those of our own
 * effects too. No effect ends or breaks it; an error of `facts$` does. Told `signal.received` it begins no run any more, and completes
 * when none is under way, after `shutdownGrace`, or when told so again.
 */
export const watch = ({ facts$, exec, end, journal, log, poolSize, shutdownGrace, random }: Edge): Observable<Fact> =>
  defer(() => {
    let endings = 0; // runs that are being ended, with all that they have begun
    const counted: End = (run) =>
      defer(() => {
        endings++;
        return end(run).pipe(finalize(() => endings--));
      });
    const told = new Subject<Fact>(); // the only Subject: facts that come back from our own effects
    const tell = (fact: Fact) => told.next(fact);
    const heard$ = store(
      merge(told, facts$), // told first: a source that speaks at once is answered
      ledger(poolSize, journal?.known),
      (fact, heard, snapshot) => journal?.keep(fact, heard, snapshot, tell),
    );
    return heard$.pipe(
      tap(({ fact }) => sayFact(fact).forEach((line) => log({ about: aboutFact(fact), ...line }))),
      connect((each$) =>
        merge(
          each$,
          effects(each$, { exec, follow: journal?.follow ?? (() => EMPTY), end: counted, log, random }).pipe(tap(tell), ignoreElements()),
        ),
      ),
      ending(
        shutdownGrace,
        () => endings > 0,
        (left) =>
          left.forEach((run) => log({ ...sayLeft(run, isWaiting(run)), about: { job: run.name, container: run.container, run: run.id } })),
      ),
      map(({ fact }) => fact),
    );
  }).pipe(share()); // however many subscribe, every job runs once

const effects = (heard$: Observable<Heard>, { log, random, ...ports }: Pick<Edge, 'log' | 'random'> & Ports): Observable<Fact> =>
  commands(heard$).pipe(
    tap((command) => sayCommand(command).forEach((line) => log({ ...line, about: aboutCommand(command) }))),
    connect((each$) => merge(due(each$, random), runs(each$, ports))),
  );
