/** Chance that can be repeated: the same seed gives the same numbers. */
export interface Random {
  /** From `least` on, below `limit`. */
  readonly between: (least: number, limit: number) => number;
  readonly one: <T>(of: readonly [T, ...T[]]) => T;
}

/** Mulberry32, by Tommy Ettinger: 32 bits of state, which is enough to stir containers. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (least, limit) => least + next() * (limit - least),
    one: (of) => of[Math.floor(next() * of.length)] ?? of[0],
  };
}
