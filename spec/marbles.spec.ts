import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { fact, play, readMarbleFile, virtualTime } from '../src/marbles.ts';

describe('readMarbleFile', () => {
  it('gives the behaviour, the moment and the rows that a text draws', () => {
    const text = '% A lamp\n% goes out.\n\nfrom 2026-11-22T22:00:00Z\n\nmoves a--\n  a = Ada moves\\nfast\nlamp  --d\n';
    const { name, behaviour, from, rows } = readMarbleFile(text, 'lamp.txt');
    expect({ name, behaviour, from: new Date(from).toISOString() }).toEqual({
      name: 'lamp.txt',
      behaviour: 'A lamp goes out.',
      from: '2026-11-22T22:00:00.000Z',
    });
    expect(Object.fromEntries(rows)).toEqual({
      moves: { marbles: 'a--', sentences: { a: 'Ada moves\nfast' } },
      lamp: { marbles: '--d', sentences: undefined },
    });
  });

  it.each([
    ['moves a', 'lamp.txt: says nothing, expected a line "% SENTENCE"'],
    ['% A lamp.\nmoves a 1x b\n  a = Ada\n  b = Bob', 'lamp.txt, row "moves": marble "1" has no meaning'],
    ['% A lamp.\nmoves a-(ab) 10s\n  a = Ada\n  b = Bob\n  c = Cy', 'lamp.txt, row "moves": "c" is never drawn'],
    ['moves 1h a', 'lamp.txt:1: times are in ms, s or m: h and d would be read as letters'],
    ['\n  a = nobody', 'lamp.txt:2: expected a note, a row or a name, got "  a = nobody"'],
    ['moves', 'lamp.txt:1: expected a note, a row or a name, got "moves"'],
    ['from noon', 'lamp.txt: "from" is no moment such as 2026-10-25T00:30:00Z'],
  ])('refuses %j', (text, message) => expect(() => readMarbleFile(text, 'lamp.txt')).toThrow(message));
});

describe('play', () => {
  const file = readMarbleFile('% A lamp.\n\nmoves a 1s b\nlamp  a 1s b\n', 'lamp.txt');

  it('takes what draws the row', () => expect(() => play(file, 'lamp', (hot) => hot('moves'))).not.toThrow());

  it('throws two timetables where the stream draws something else', () =>
    expect(() => play(file, 'lamp', () => of('z'))).toThrow('expected\n     0ms  a\n  1001ms  b\nbut it was\n     0ms  z\n     0ms  |'));

  it('names a row that the file does not draw', () => {
    expect(() => play(file, 'lamp', (hot) => hot('wind'))).toThrow('lamp.txt draws no row named "wind"');
    expect(() => play(file, ['log', 'asked'], (hot) => hot('moves'))).toThrow('lamp.txt draws no row named "log or asked"');
  });

  it('leaves it to another to compare, where one is given', () => {
    const compared: string[] = [];
    play(
      file,
      ['log', 'lamp'],
      (hot) => hot('moves'),
      (...two) => compared.push(...two),
    );
    expect(compared).toEqual(['     0ms  a\n  1001ms  b', '     0ms  a\n  1001ms  b']);
  });
});

it('an error and an end are moments of a timetable', () => {
  const draws = (is: string, expected: string) => () =>
    virtualTime().run(({ cold, expectObservable }) => expectObservable(cold(is, undefined, 'it broke')).toBe(expected));
  expect(draws('a-#', 'a-|')).toThrow('expected\n     0ms  a\n     2ms  |\nbut it was\n     0ms  a\n     2ms  # it broke');
});

it.each([
  'web-1 started wiht backup',
  'web-1 started with backup evry 1s',
  'web-1 started with backup every 1s taking 1y',
  'web-1 started with backup every 1s and',
  'web-1 died yesterday',
  'AWS lists i-1 sick',
  'engine lists web-1 runing',
])('"%s" tells nothing', (sentence) => {
  expect(() => fact(sentence, 0)).toThrow();
});
