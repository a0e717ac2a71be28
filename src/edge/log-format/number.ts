import { fail, justified, type Spec } from './spec.ts';

/** Writes a whole number as Python does. */
export function formatInt(value: number, spec: Spec): string {
  const { type, precision, alternate, grouping, sign } = spec;
  if (/^[efg%]$/i.test(type)) return formatFloat(value, spec);
  if (precision !== undefined) fail('a precision is not for whole numbers');
  if (type === 'c')
    return sign || alternate || grouping
      ? fail('a sign, "#", "," and "_" are not for "c"')
      : justified(spec, '', String.fromCodePoint(value));
  const [base, prefix] =
    BASES[type] ?? fail(`"${type}" is not for whole numbers, allowed are ${Object.keys(BASES).join(' ').trim()} c e f g %`);
  if (base !== 10 && grouping === ',') fail(`"," is not for "${type}"`);
  if (type === 'n' && grouping) fail(`"${grouping}" is not for "n"`);
  const digits = Math.abs(value).toString(base);
  return grouped(
    spec,
    signOf(value < 0, spec) + (alternate ? prefix : ''),
    type === 'X' ? digits.toUpperCase() : digits,
    '',
    base === 10 ? 3 : 4,
  );
}

const BASES: Readonly<Record<string, readonly [number, string]>> = {
  '': [10, ''],
  b: [2, '0b'],
  d: [10, ''],
  n: [10, ''],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

/** Writes a number with a point as Python does; a finite one. */
export function formatFloat(value: number, spec: Spec): string {
  const { type, precision, alternate, grouping } = spec;
  if (!/^[efgn%]?$/i.test(type) || type === 'N') fail(`"${type}" is not for numbers with a point, allowed are e f g n %`);
  if (type === 'n' && grouping) fail(`"${grouping}" is not for "n"`);
  const size = Math.abs(value);
  const written = (() => {
    switch (type.toLowerCase()) {
      case 'e':
        return exponential(size, precision ?? 6, alternate);
      case 'f':
        return fixed(size, precision ?? 6, alternate);
      case '%':
        return fixed(size * 100, precision ?? 6, alternate);
      case '':
        return precision === undefined ? shortest(size) : general(size, precision, alternate, true);
      default:
        return general(size, precision ?? 6, alternate, false);
    }
  })();
  const [, whole = '', rest = ''] = /^(\d+)(.*)$/.exec(/[EFG]/.test(type) ? written.toUpperCase() : written) ?? [];
  return grouped(spec, signOf(value < 0 || Object.is(value, -0), spec), whole, rest + (type === '%' ? '%' : ''), 3);
}

const signOf = (negative: boolean, { sign }: Spec): string => (negative ? '-' : sign === '-' ? '' : sign);

/** With separators; zeros that fill are digits, too. */
function grouped(spec: Spec, sign: string, whole: string, rest: string, size: number): string {
  const separated = (digits: string) =>
    spec.grouping === '' ? digits : digits.replace(new RegExp(`(?<=\\w)(?=(?:\\w{${size}})+$)`, 'g'), spec.grouping);
  const align = spec.align ?? (spec.zeros ? '=' : '>');
  let digits = whole;
  if (align === '=' && spec.fill === '0') while (sign.length + separated(digits).length + rest.length < spec.width) digits = `0${digits}`;
  return justified({ ...spec, align }, sign, separated(digits) + rest);
}

/** Rounded half to even, of the exact value. */
function fixed(size: number, places: number, point: boolean): string {
  const exact = size.toFixed(100);
  const dot = exact.indexOf('.');
  const kept = BigInt(exact.slice(0, dot) + exact.slice(dot + 1, dot + 1 + Math.min(places, 100)));
  const left = exact.slice(dot + 1 + Math.min(places, 100));
  const half = `5${'0'.repeat(Math.max(left.length - 1, 0))}`;
  const up = left !== '' && (left > half || (left === half && kept % 2n === 1n));
  const digits = String(kept + (up ? 1n : 0n)).padStart(Math.min(places, 100) + 1, '0') + '0'.repeat(Math.max(places - 100, 0));
  const end = digits.length - places;
  return digits.slice(0, end) + (places > 0 || point ? '.' : '') + digits.slice(end);
}

function exponential(size: number, places: number, point: boolean): string {
  const [mantissa = '', exponent = ''] = size.toExponential(Math.min(places, 100)).split('e');
  return `${mantissa}${point && places === 0 ? '.' : ''}e${exponent.replace(/^([-+])(\d)$/, '$10$2')}`;
}

/** Without an exponent where the number is neither too small nor too large for its digits. */
function general(size: number, precision: number, alternate: boolean, withPoint: boolean): string {
  const digits = Math.max(precision, 1);
  const exponent = Number(size.toExponential(Math.min(digits - 1, 100)).split('e')[1]);
  const short = (text: string) => (alternate || !text.includes('.') ? text : text.replace(/\.?0+$/, ''));
  if (exponent >= -4 && exponent < digits - (withPoint ? 1 : 0)) {
    const text = short(fixed(size, digits - 1 - exponent, alternate));
    return withPoint && !text.includes('.') ? `${text}.0` : text;
  }
  const [mantissa = '', power = ''] = exponential(size, digits - 1, alternate).split('e');
  return `${short(mantissa)}e${power}`;
}

/** As few digits as tell it from others. */
function shortest(size: number): string {
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [mantissa = '', exponent = ''] = size.toExponential().split('e');
    return `${mantissa}e${exponent.replace(/^([-+])(\d)$/, '$10$2')}`;
  }
  const text = String(size);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
