/** How a value is written: https://docs.python.org/3/library/string.html#format-specification-mini-language */
export interface Spec {
  readonly fill: string;
  readonly align: '<' | '>' | '^' | '=' | undefined;
  /** Zeros fill the room between sign and digits, where nothing else is said. */
  readonly zeros: boolean;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

/** A value of a log record. `float`: numbers are written with a point even if they are whole. */
export type Value = string | { readonly int: number } | { readonly float: number };

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-z%])?$/isu;

/** Throws with what is wrong. */
export function parseSpec(text: string): Spec {
  const [, fill, align, sign = '', , alternate, zero, width, grouping = '', precision, type = ''] =
    SPEC.exec(text) ?? fail(`bad format "${text}"`);
  return {
    fill: fill ?? (zero !== undefined ? '0' : ' '),
    align: align as Spec['align'],
    zeros: zero !== undefined,
    sign,
    alternate: alternate !== undefined,
    width: bounded(width),
    grouping,
    precision: precision === undefined ? undefined : bounded(precision),
    type,
  };
}

/** So long is no line of a log. */
const MOST = 1_000;

function bounded(digits = '0'): number {
  return Number(digits) <= MOST ? Number(digits) : fail(`${digits} is too wide, allowed is up to ${MOST}`);
}

export function fail(message: string): never {
  throw new Error(message);
}

/** Puts a sign and digits into so much room. */
export function justified({ fill, align = '>', width }: Pick<Spec, 'fill' | 'align' | 'width'>, sign: string, body: string): string {
  const room = width - characters(sign + body, width).length;
  const before = { '<': 0, '>': room, '^': Math.floor(room / 2), '=': 0 }[align];
  return align === '=' ? sign + fill.repeat(room) + body : fill.repeat(before) + sign + body + fill.repeat(room - before);
}

/** So many of the first characters as there are: of a MiB not all are taken apart. One may be two code units. */
export const characters = (text: string, most: number): readonly string[] => Array.from(text.slice(0, 2 * most)).slice(0, most);
