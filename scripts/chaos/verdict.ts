import type { Event } from './event.ts';
import type { Operation, Second, Verdict } from './judgement.ts';

/** What was done and judged, in lines of which the last one counts; and whether that is nothing but zeros. */
export function summary(seconds: readonly Second[], operations: readonly Operation[]): { lines: readonly string[]; right: boolean } {
  const count = (...verdicts: readonly Verdict[]) => seconds.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const judged = count('right', 'lost', 'doubled', 'misplaced');
  const twice = seconds.filter(({ verdict, runs }) => verdict === 'near' && runs.length > 1).length;
  const late = seconds.filter(({ verdict }) => verdict === 'right').map(({ due, runs: [run] }) => Math.round((run?.at ?? due) - due));
  late.sort((a, b) => a - b);
  const faults = FAULTS.map((fault) => `${fault} ${count(fault)}`);
  const lines = [
    `${operations.length} operations: ${counted(operations.map(({ words }) => words.replace(/ \S+$/, '')))}`,
    `${judged} due seconds judged; of those that are right half began within ${late[late.length >> 1] ?? 0} ms, all within ${late.at(-1) ?? 0} ms`,
    `${count('near', 'idle')} excluded: ${count('near')} within a second of an operation on their service (${twice} with two runs), ${count('idle')} without a container that could run them`,
    faults.join(', '),
  ];
  return { lines, right: judged > 0 && count(...FAULTS) === 0 };
}

/** Of the first few seconds that are not right: what the engine and bosun said around them, and what was done. */
export function evidence(
  seconds: readonly Second[],
  events: readonly Event[],
  operations: readonly Operation[],
  log: readonly string[],
): readonly string[] {
  const wrong = seconds.filter(({ verdict }) => FAULTS.includes(verdict)).slice(0, FEW);
  return wrong.flatMap(({ service, due, verdict }) => {
    const [from, to] = [due - AROUND, due + AROUND];
    const within = (at: number) => at >= from && at <= to;
    const names = new Set(events.filter((event) => event.service === service).map(({ name }) => name));
    const lines = [
      ...events
        .filter((event) => event.service === service && within(event.at))
        .map(({ at, kind, name }) => ({ at, text: `engine: ${kind} ${name}` })),
      ...operations
        .filter((operation) => operation.service === service && operation.to >= from && operation.from <= to)
        .flatMap(({ words, ...operation }) => [
          { at: operation.from, text: `begin: ${words}` },
          { at: operation.to, text: `end: ${words}` },
        ]),
      ...log
        .map((line) => ({ at: loggedAt(line), text: `bosun: ${line.slice(24)}` }))
        .filter(({ at, text }) => within(at) && [...names].some((name) => text.includes(`|${name}: `))),
    ];
    lines.sort((a, b) => a.at - b.at);
    return [`${service}: ${verdict}, due ${clock(due)}`, ...lines.map(({ at, text }) => `  ${clock(at)} ${text}`)];
  });
}

const FAULTS: readonly Verdict[] = ['lost', 'doubled', 'misplaced'];
const FEW = 3;

/** Milliseconds. */
const AROUND = 2_000;

const clock = (at: number) => new Date(at).toISOString().slice(11, 23);

/** `2026-11-22 02:00:00,012|…`, in UTC. */
const loggedAt = (line: string) => Date.parse(`${line.slice(0, 19).replace(' ', 'T')}.${line.slice(20, 23)}Z`);

function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

/** The due times of execs, by their ids, that bosun's log names. */
export function duesOf(log: readonly string[]): ReadonlyMap<string, number> {
  const named = log.flatMap((line) => {
    const [, due = '', exec = ''] = /, due (\S+), is exec (\w+)\.$/.exec(line) ?? [];
    return exec === '' ? [] : [[exec, Date.parse(due)] as const];
  });
  return new Map(named);
}
