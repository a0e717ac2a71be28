import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/edge/log-format/spec.ts';
import { parseTemplate } from '../../../src/edge/log-format/template.ts';

interface Vectors {
  readonly record: Readonly<Record<string, Value>>;
  readonly formats: readonly { readonly format: string; readonly printed: string | null }[];
}

const { record, formats } = JSON.parse(readFileSync('spec/vectors/log-format.json', 'utf8')) as Vectors;
const names = Object.keys(record);

describe('as Python prints it', () => {
  it.each(formats.filter(({ printed }) => printed !== null))('$format', ({ format, printed }) => {
    expect(parseTemplate(format, names)(record)).toBe(printed);
  });
});

describe('refused, as by Python', () => {
  it.each(formats.filter(({ printed }) => printed === null))('$format', ({ format }) => {
    expect(() => parseTemplate(format, names)(record)).toThrow();
  });
});

it.each([
  ['{nmae}', `there is no field "nmae", allowed are ${names.join(', ')}`],
  ['{levelname:8', '"{levelname:8" is no field, allowed are {NAME}, {NAME:FORMAT} and {NAME!r}, and {{ and }} for braces'],
  ['{levelname:d}', '"d" is not for texts, allowed is s'],
  ['{levelno:s}', '"s" is not for whole numbers, allowed are b d n o x X c e f g %'],
  ['{message:99999}', '99999 is too wide, allowed is up to 1000'],
  ['{message!z}', 'there is no conversion "!z", allowed are !r !s !a'],
])('%s is refused with what is allowed', (format, message) => {
  expect(() => parseTemplate(format, names)(record)).toThrow(message);
});
