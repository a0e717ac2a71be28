import type { Heading, Kept } from '../edge/journal/segment.ts';
import { ledger, type Heard, type Ledger } from '../streams/ledger.ts';

/** Gives what follows from what a journal says, entry by entry: what the daemon that wrote it decided. Nothing follows from a heading. */
export function hearing(): (entry: Heading | Kept) => Heard | undefined {
  let book: Ledger | undefined;
  return (entry) => {
    if (entry.type !== 'snapshot') return book?.hear(entry, entry.heard ?? entry.at);
    book = ledger(entry.poolSize, entry);
    return undefined;
  };
}

/** All of that. */
export function heard(entries: Iterable<Heading | Kept>): readonly Heard[] {
  const hear = hearing();
  return [...entries].flatMap((entry) => hear(entry) ?? []);
}
