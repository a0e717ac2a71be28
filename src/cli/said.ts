import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { entriesOf, segmentsOf, VERSION, type Entry, type Heading, type Kept } from '../edge/journal/segment.ts';
import { Misused } from './misused.ts';

/** All that a journal says, the oldest first, also while it is written. What cannot be read is left out and, in the end, told; throws Misused where nothing can. */
export function* said(place: string, odd: (words: string) => void): Generator<Heading | Kept> {
  const isFolder = statSync(place).isDirectory();
  const segments = isFolder ? segmentsOf(place) : [place];
  if (segments.length === 0) throw new Misused(`${place}: there is no journal, whose files are named bosun-00000001.ndjson and so on`);
  const unread: string[] = [];
  const refuse = (words: string) => {
    if (!isFolder || segments.length === 1) throw new Misused(words);
    odd(`${words}: it is left out`);
  };
  for (const path of segments) {
    let number = 0;
    let isHeaded = false;
    for (const { said: entry, whole } of isFolder ? whatIsThereOf(path) : entriesOf(path)) {
      number++;
      if (!whole && path === segments.at(-1)) continue; // it is being written
      if (entry?.type === 'snapshot' && entry.version !== VERSION) {
        refuse(`${path} is of version ${String(entry.version)}, and this bosun reads version ${VERSION}`);
        break;
      }
      isHeaded ||= entry?.type === 'snapshot';
      if (!isHeaded) {
        refuse(`${path} does not begin with what was known before, as a segment of a journal does`);
        break;
      }
      if (entry) yield entry;
      else unread.push(`${basename(path)}:${number}`);
    }
  }
  if (unread.length === 0) return;
  const places = unread.length > FEW ? [...unread.slice(0, FEW), '…'] : unread;
  const lines = unread.length === 1 ? '1 line cannot be read, and is left out' : `${unread.length} lines cannot be read, and are left out`;
  odd(`${lines}: ${places.join(', ')}`);
}

/** Nothing of a segment that was taken away meanwhile, to make room. */
function whatIsThereOf(path: string): Iterable<Entry> {
  try {
    return entriesOf(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}

/** Places that are named. */
const FEW = 5;
