import type { Heading, Kept } from '../edge/journal/segment.ts';
import { ledger, type Heard, type Ledger } from '../streams/ledger.ts';

/** What follows from what a journal says: what the daemon that wrote it decided. */
export function* heard(entries: Iterable<Heading | Kept>): Generator<Heard> {
  let book: Ledger | undefined;
  for (const entry of entries) {
    if (entry.type === 'snapshot') {
      book = ledger(entry.poolSize, entry);
      continue;
    }
    if (!book) continue;
    yield book.hear(entry, entry.heard ?? entry.at);
  }
}
