import { refuse } from '../labels/text.ts';

/** `1048576`, `512k`, `1M`, `2G`: from `least` to `most`, in words of the same form. */
export const bytes =
  (least: string, most: string) =>
  (given: string): number => {
    const read = read1024(given);
    return read >= read1024(least) && read <= read1024(most) ? read : refuse(`"${given}" is no number of bytes from ${least} to ${most}`);
  };

function read1024(given: string): number {
  const [, number, unit = ''] = /^\s*(\d{1,15})\s*(?:([kmgt])(?:i?b)?)?\s*$/i.exec(given) ?? [];
  return Number(number) * 1024 ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase());
}
