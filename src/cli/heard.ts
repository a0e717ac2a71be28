import type { Heading, Kept } from '../edge/journal/segment.ts';
import type { Time } from '../facts/fact.ts';
import { ledger, type Heard, type Ledger } from '../streams/ledger.ts';

/** A fact with all that followed from it, and when it was heard. */
export interface Replayed extends Heard {
  readonly at: Time;
}

/** What follows from what a journal says: what the daemon that wrote it decided. */
export function* heard(entries: Iterable<Heading | Kept>): Generator<Replayed> {
  let book: Ledger | undefined;
  for (const entry of entries) {
    if (entry.type === 'snapshot') {
      book = ledger(entry.poolSize, entry);
      continue;
    }
    if (!book) continue;
    const at = entry.heard ?? entry.at;
    yield { at, ...book.hear(entry, at) };
  }
}
