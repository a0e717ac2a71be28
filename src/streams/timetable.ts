import TinyQueue from 'tinyqueue';
import type { Time } from '../facts/fact.ts';

/** Something that stands at a time; undefined once it stands nowhere. */
export interface Entry {
  at: Time | undefined;
}

/** Entries by time, those of the same time in the order in which they came: one heap, in which a dropped entry costs nothing and stays no longer than it must. */
export interface Timetable<E extends Entry> {
  /** Enters it at its time, if it has one. */
  readonly put: (entry: E) => void;
  readonly drop: (entry: E) => void;
  /** Takes out the earliest entry that stands at `until` or before. */
  readonly take: (until: Time) => E | undefined;
  readonly earliest: () => Time | undefined;
}

export function timetable<E extends Entry>(): Timetable<E> {
  let heap = new TinyQueue<Place<E>>([], byTime);
  let dropped = 0;
  let put = 0;

  const first = () => {
    for (let place = heap.peek(); place; place = heap.peek()) {
      if (stands(place)) return place;
      heap.pop();
      dropped--;
    }
    return undefined;
  };
  return {
    put: (entry) => {
      if (entry.at !== undefined) heap.push({ at: entry.at, order: put++, entry });
    },
    drop: (entry) => {
      if (entry.at === undefined) return;
      entry.at = undefined;
      if (++dropped <= FEW || dropped <= heap.length / 2) return;
      heap = new TinyQueue(heap.data.filter(stands), byTime);
      dropped = 0;
    },
    take: (until) => {
      const place = first();
      if (!place || place.at > until) return undefined;
      heap.pop();
      return place.entry;
    },
    earliest: () => first()?.at,
  };
}

interface Place<E> {
  readonly at: Time;
  readonly order: number;
  readonly entry: E;
}

/** So many dropped entries may lie in the heap before it is made anew: a container that restarts for ever must not fill it. */
const FEW = 64;

const byTime = (a: Place<Entry>, b: Place<Entry>): number => a.at - b.at || a.order - b.order;

const stands = ({ at, entry }: Place<Entry>): boolean => entry.at === at;
