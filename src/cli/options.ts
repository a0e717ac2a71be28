import { parseArgs } from 'node:util';
import { nearest } from '../labels/nearest.ts';
import { Misused } from './misused.ts';

/** The options of a command by name, without their dashes; of a switch it says that it takes no value. */
export type Options = Readonly<Record<string, 'value' | 'switch'>>;

/** What a command line gives. */
export interface Given {
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
  /** The one word beside the options. */
  readonly place: string | undefined;
}

/** Reads the words after the command's name; throws Misused. */
export function readOptions(words: readonly string[], options: Options): Given {
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: Object.fromEntries(Object.entries(options).map(([name, kind]) => [name, { type: kind === 'value' ? 'string' : 'boolean' }])),
  });
  const values = new Map<string, string>();
  const switches = new Set<string>();
  let place: string | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (place !== undefined) throw new Misused(`"${token.value}" is one too many beside "${place}"`);
      place = token.value;
    }
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const kind = Object.hasOwn(options, name) ? options[name] : undefined;
    if (kind === undefined) throw new Misused(`"${rawName}" is no option${nearest(rawName, Object.keys(options).map(dashed))}`);
    if (kind === 'switch' && value !== undefined) throw new Misused(`--${name} takes no value, given is "${value}"`);
    if (kind === 'switch') switches.add(name);
    else if (value === undefined || value === '') throw new Misused(`--${name} takes a value, none is given`);
    else if (values.has(name)) throw new Misused(`--${name} is given twice: "${values.get(name) ?? ''}" and "${value}"`);
    else values.set(name, value);
  }
  return { values, switches, place };
}

const dashed = (name: string): string => `--${name}`;
