import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { play, readMarbleFile, virtualTime } from '../src/marbles.ts';

describe('readMarbleFile', () => {
  it('gives the behaviour, the moment and the rows that a text draws', () => {
    const text = '% A lamp\n% goes out.\n\nfrom 2026-11-22T22:00:00Z\n\nmoves a-b\n  a = Ada moves\\nfast\nlamp  --d\n';
    const { name, behaviour, from, rows } = readMarbleFile(text, 'lamp.txt');
    expect({ name, behaviour, from: new Date(from).toISOString() }).toEqual({
      name: 'lamp.txt',
      behaviour: 'A lamp goes out.',
      from: '2026-11-22T22:00:00.000Z',
    });
    expect(Object.fromEntries(rows)).toEqual({
      moves: { marbles: 'a-b', sentences: { a: 'Ada moves\nfast' } },
      lamp: { marbles: '--d', sentences: undefined },
    });
  });

  it.each([
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
