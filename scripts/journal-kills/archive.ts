import { linkSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf, numberOf, segmentsOf } from '../../src/edge/journal/segment.ts';
import type { Fact } from '../../src/facts/fact.ts';

/** All that a journal has ever told, those segments included that it had no room for any more. */
export interface Archive {
  /** Takes hold of the segments that are there. */
  readonly note: () => void;
  readonly facts: () => readonly Fact[];
  /** How many segments there have been. */
  readonly segments: () => number;
}

/** In a folder of its own, on the same disk. */
export function archive(journal: string, folder: string): Archive {
  mkdirSync(folder, { recursive: true });
  const kept = new Set<string>();
  const files = () => readdirSync(folder).map((name) => join(folder, name));
  return {
    note: () => {
      for (const path of segmentsOf(journal)) {
        const name = `${numberOf(path)}-${statSync(path).ino}`; // what is linked is no other's inode
        if (!kept.has(name)) linkSync(path, join(folder, name));
        kept.add(name);
      }
    },
    facts: () => files().flatMap((path) => [...entriesOf(path)].flatMap(({ said }) => (said && said.type !== 'snapshot' ? [said] : []))),
    segments: () => kept.size,
  };
}
