import { nearest } from './nearest.ts';

/** How a container's labels are read. */
export interface Flags {
  /** Jobs of its image count too. */
  readonly image: boolean;
  /** One container of a service carries its jobs. */
  readonly service: boolean;
  /** Its jobs run only on the host of a cluster that leads. */
  readonly cluster: boolean;
}

/** What holds where nothing else is said. */
export const BUILT_IN: Flags = { image: true, service: true, cluster: false };

/** The flags with those that a comma-separated list adds (`image`) and takes away (`noimage`), and what is wrong with the others. */
export function withFlags(flags: Flags, list: string): { readonly flags: Flags; readonly unknown: readonly string[] } {
  const all: Record<string, boolean> = { ...flags };
  const unknown: string[] = [];
  for (const word of words(list)) {
    const [, no, name = ''] = /^(no)?(.*)$/.exec(word) ?? [];
    if (Object.hasOwn(BUILT_IN, name)) all[name] = no === undefined;
    else unknown.push(`unknown flag "${word}"${nearest(word, WORDS)}`);
  }
  return { flags: { ...flags, ...all }, unknown };
}

/** DEFAULT_FLAGS: a list of all that hold; one that only takes away takes from the built-in ones. */
export const defaultFlags = (list: string): ReturnType<typeof withFlags> => {
  const takesOnly = words(list).length > 0 && words(list).every((word) => word.startsWith('no'));
  return withFlags(takesOnly ? BUILT_IN : { image: false, service: false, cluster: false }, list);
};

const WORDS = Object.keys(BUILT_IN).flatMap((name) => [name, `no${name}`]);

const words = (list: string): readonly string[] =>
  list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
