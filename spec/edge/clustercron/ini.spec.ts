import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { readIni } from '../../../src/edge/clustercron/ini.ts';

const read = (text: string) => {
  const { entries, faults } = readIni('a.ini', text);
  return { entries: entries.map(({ section, key, value, where }) => `${where} [${section}] ${key}=${value}`), faults };
};

it("reads the reference's file", () => {
  const text = '; clustercron.ini\n[cache]\nfilename = /tmp/clustercron_cache.json\nexpire_time = 59\nmax_iter = 20\n';
  expect(readIni('/etc/clustercron.ini', text)).toEqual({
    entries: [
      { section: 'cache', key: 'filename', value: '/tmp/clustercron_cache.json', where: '/etc/clustercron.ini:3' },
      { section: 'cache', key: 'expire_time', value: '59', where: '/etc/clustercron.ini:4' },
      { section: 'cache', key: 'max_iter', value: '20', where: '/etc/clustercron.ini:5' },
    ],
    faults: [],
  });
});

it.each([
  ['key = value', 'key=value'],
  ['key=value', 'key=value'],
  ['key: value', 'key=value'],
  ['key :value', 'key=value'],
  ['Key = Value', 'key=Value'],
  ['EXPIRE_TIME = 5', 'expire_time=5'],
  ['key = a = b : c', 'key=a = b : c'],
  ['key: a=b', 'key=a=b'],
  ['key = http://10.0.0.1:80/', 'key=http://10.0.0.1:80/'],
  ['key = value  \t', 'key=value'],
  ['  key = value', 'key=value'],
  ['two words = value', 'two words=value'],
  ['key =', 'key='],
  ['key = [value]', 'key=[value]'],
  ['key = 3 ; three', 'key=3 ; three'],
  ['key = 3 # three', 'key=3 # three'],
  ['key = value\r', 'key=value'],
])('%j is %s', (line, expected) => {
  expect(read(`[s]\n${line}\n`)).toEqual({ entries: [`a.ini:2 [s] ${expected}`], faults: [] });
});

it.each(['# key = value', '; key = value', '   # key = value', '\t; key = value', '', '   ', '#', ';[s]'])('%j says nothing', (line) => {
  expect(read(`[s]\n${line}\nkey = value`)).toEqual({ entries: ['a.ini:3 [s] key=value'], faults: [] });
});

it.each([
  ['a mark of the byte order', '\uFEFF[s]\nkey = value'],
  ['the line ends of another system', '[s]\r\nkey = value\r\n\r\n'],
  ['space around a section', '  [ s ]  \nkey = value'],
  ['a comment after a section', '[s] ; the one\nkey = value'],
  ['no line end', '[s]\nkey = value'],
])('%s is no matter', (_, text) => {
  expect(read(text)).toEqual({ entries: ['a.ini:2 [s] key=value'], faults: [] });
});

it('an option is of the last section before it, and one section may be opened twice', () => {
  expect(read('[a]\nx=1\n[b]\nx=2\ny=3\n[a]\nx=4').entries).toEqual([
    'a.ini:2 [a] x=1',
    'a.ini:4 [b] x=2',
    'a.ini:5 [b] y=3',
    'a.ini:7 [a] x=4',
  ]);
});

it('names of sections are not folded to lower case', () => {
  expect(read('[Cache]\nx=1').entries).toEqual(['a.ini:2 [Cache] x=1']);
});

it.each([
  ['key', 'a.ini:2: neither [section] nor key = value'],
  ['= value', 'a.ini:2: neither [section] nor key = value'],
  [': value', 'a.ini:2: neither [section] nor key = value'],
  ['[open', 'a.ini:2: neither [section] nor key = value'],
  ['[]', 'a.ini:2: neither [section] nor key = value'],
  ['export key', 'a.ini:2: neither [section] nor key = value'],
])('the line %j is a fault, and the others are read', (line, fault) => {
  expect(read(`[s]\n${line}\nkey = value`)).toEqual({ entries: ['a.ini:3 [s] key=value'], faults: [fault] });
});

it('an option before the first section is a fault', () => {
  expect(read('\nkey = value\n[s]\n')).toEqual({ entries: [], faults: ['a.ini:2: key stands before the first [section]'] });
});

it('tells every fault in one go, with the line as an editor counts it', () => {
  expect(read('\uFEFF# one\r\nx=1\r\n[s]\r\n\r\nodd\r\n').faults).toEqual([
    'a.ini:2: x stands before the first [section]',
    'a.ini:5: neither [section] nor key = value',
  ]);
});

const anyLine = oneof(string(), string({ unit: 'binary' }), constantFrom('[s]', '[s', 'a=b', 'a: b', '=', ':', '[', ']', '# c', ' '));

it('every line of any text is an entry, a fault, a section, or says nothing', () => {
  assert(
    property(array(anyLine), (given) => {
      const lines = given.map((line) => line.replace(/[\r\n\uFEFF]/g, ''));
      const { entries, faults } = readIni('f', `[first]\n${lines.join('\n')}`);
      const told = [...entries.map(({ where }) => where), ...faults.map((fault) => fault.split(': ')[0])];
      expect(new Set(told).size).toBe(told.length);
      const silent = lines.flatMap((line, index) => (told.includes(`f:${index + 2}`) ? [] : [line]));
      expect(silent.filter((line) => !/^\s*([#;[]|$)/.test(line))).toEqual([]);
    }),
  );
});
