import type { Heading, Kept } from '../edge/journal/segment.ts';
import { ledger, type Heard, type Ledger } from '../streams/ledger.ts';

/** Hears what a journal says, entry by entry. */
export interface Hearing {
  /** What follows: what the daemon that wrote it decided. Nothing follows from a heading, nor from what makes no sense. */
  readonly hear: (entry: Heading | Kept) => Heard | undefined;
  /** Tells what was left out, once all is heard. */
  readonly end: (odd: (words: string) => void) => void;
}

export function hearing(): Hearing {
  let book: Ledger | undefined;
  let senseless = 0;
  return {
    hear: (entry) => {
      try {
        if (entry.type !== 'snapshot') return book?.hear(entry, entry.heard ?? entry.at);
        book = ledger(entry.poolSize, entry);
      } catch {
        senseless++; // as at the start of the daemon
      }
      return undefined;
    },
    end: (odd) => {
      if (senseless > 0)
        odd(senseless === 1 ? '1 line makes no sense, and is left out' : `${senseless} lines make no sense, and are left out`);
    },
  };
}

/** All that follows. */
export function heard(entries: Iterable<Heading | Kept>, odd: (words: string) => void = () => undefined): readonly Heard[] {
  const { hear, end } = hearing();
  const all = [...entries].flatMap((entry) => hear(entry) ?? []);
  end(odd);
  return all;
}
