import { readFileSync } from 'node:fs';

/** A drawn row, and what its marbles mean where it says so; undefined sentences let each letter mean itself. */
export interface Row {
  readonly marbles: string;
  readonly sentences: Readonly<Record<string, string>> | undefined;
}
/** `from`: the moment at which the rows begin, where the file says one; else virtual time begins in 1970. */
export interface MarbleFile {
  readonly behaviour: string;
  readonly from: number;
  readonly rows: ReadonlyMap<string, Row>;
}

/** Reads one behaviour: '%' lines say it, `from` its moment, a word and a diagram draw a row, '  x = …' lines name its marbles. */
export function readMarbleFile(path: string): MarbleFile {
  const behaviour: string[] = [];
  const rows = new Map<string, { marbles: string; sentences: Record<string, string> | undefined }>();
  let from = 0;
  let row: { marbles: string; sentences: Record<string, string> | undefined } | undefined;
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const note = /^%\s?(.*)$/.exec(line);
      const name = /^\s+(\w)\s+=\s+(.+?)\s*$/.exec(line);
      const draw = /^(\w+)\s+(\S.*?)\s*$/.exec(line);
      const moment = /^from\s+(\S+)$/.exec(line);
      if (note) behaviour.push(note[1]!);
      else if (moment) from = Date.parse(moment[1]!);
      else if (name && row) row.sentences = { ...row.sentences, [name[1]!]: name[2]!.replaceAll('\\n', '\n') };
      else if (draw && /\d[hd]\b/.test(draw[2]!))
        throw new Error(`${path}:${index + 1}: times are in ms, s or m: h and d would be read as letters`);
      else if (draw) rows.set(draw[1]!, (row = { marbles: draw[2]!, sentences: undefined }));
      else if (line.trim() !== '') throw new Error(`${path}:${index + 1}: expected a note, a row or a name, got "${line}"`);
    });
  if (Number.isNaN(from)) throw new Error(`${path}: "from" is no moment such as 2026-10-25T00:30:00Z`);
  return { behaviour: behaviour.join(' '), from, rows };
}
