import { formatFloat, formatInt } from './number.ts';
import { fail, parseSpec, type Value } from './spec.ts';
import { formatText } from './text.ts';

/** Gives a record's text. */
export type Template<Names extends string> = (record: Readonly<Record<Names, Value>>) => string;

/** Reads a template in Python's `{}` style, whose fields have these names. Throws with what is wrong, and what is allowed. */
export function parseTemplate<Names extends string>(text: string, names: readonly Names[]): Template<Names> {
  const parts: Template<Names>[] = [];
  let fields = 0;
  let rest = text;
  while (rest !== '') {
    const [literal = ''] = /^(?:[^{}]|\{\{|\}\})+/.exec(rest) ?? [];
    if (literal !== '') {
      const written = literal.replace(/\{\{/g, '{').replace(/\}\}/g, '}');
      parts.push(() => written);
      rest = rest.slice(literal.length);
      continue;
    }
    const [whole, name = '', index, conversion, spec = ''] =
      /^\{(\w*)(?:\[(\d+)\])?(?:!([a-z]))?(?::((?:[^{}]|\{\w*\})*))?\}/isu.exec(rest) ??
      fail(`"${rest}" is no field, allowed are {NAME}, {NAME:FORMAT} and {NAME!r}, and {{ and }} for braces`);
    parts.push(field({ name, index, conversion, spec }, names));
    fields++;
    rest = rest.slice(whole.length);
  }
  if (fields === 0) fail(`"${text}" has no field in Python's {} style, allowed are ${names.map((name) => `{${name}}`).join(' ')}`);
  return (record) => parts.map((part) => part(record)).join('');
}

interface Field {
  readonly name: string;
  readonly index: string | undefined;
  readonly conversion: string | undefined;
  readonly spec: string;
}

function field<Names extends string>({ name, index, conversion, spec }: Field, names: readonly Names[]): Template<Names> {
  const known = (given: string): Names =>
    names.find((one) => one === given) ?? fail(`there is no field "${given}", allowed are ${names.join(', ')}`);
  const own = known(name);
  const nested = [...spec.matchAll(/\{(\w*)\}/g)].map(([, inner = '']) => known(inner));
  const fixed = nested.length === 0 ? parseSpec(spec) : undefined;
  if (conversion !== undefined && !/^[rsa]$/.test(conversion)) fail(`there is no conversion "!${conversion}", allowed are !r !s !a`);
  return (record) => {
    const read = fixed ?? parseSpec(spec.replace(/\{(\w*)\}/g, (_, inner: Names) => plain(record[inner])));
    const value = converted(indexed(record[own], index), conversion);
    if (typeof value === 'string') return formatText(value, read);
    return 'int' in value ? formatInt(value.int, read) : formatFloat(value.float, read);
  };
}

function indexed(value: Value, index: string | undefined): Value {
  if (index === undefined) return value;
  return typeof value === 'string'
    ? (Array.from(value)[Number(index)] ?? fail(`there is no character ${index}`))
    : fail('a number has no characters');
}

const plain = (value: Value): string =>
  typeof value === 'string' ? value : 'int' in value ? String(value.int) : formatFloat(value.float, parseSpec(''));

/** `!s`, `!r` and `!a` are texts. */
function converted(value: Value, conversion: string | undefined): Value {
  if (conversion === undefined) return value;
  const text = plain(value);
  if (conversion === 's' || typeof value !== 'string') return text;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const shown = Array.from(text).map((character) => {
    if (character === quote || character === '\\') return `\\${character}`;
    const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    if (named !== undefined) return named;
    const code = character.codePointAt(0) ?? 0;
    const hidden = conversion === 'a' ? code > 126 || code < 32 : /\p{C}|\p{Zl}|\p{Zp}|(?! )\p{Zs}/u.test(character);
    if (!hidden) return character;
    return code < 0x100 ? `\\x${hex(code, 2)}` : code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
  return quote + shown.join('') + quote;
}

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');
