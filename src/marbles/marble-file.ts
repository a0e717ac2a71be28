/** A drawn row, and what its marbles mean where it says so; undefined sentences let each letter mean itself. */
export interface Row {
  readonly marbles: string;
  readonly sentences: Readonly<Record<string, string>> | undefined;
}

/** One behaviour. `from`: the moment at which the rows begin, where the file says one; else virtual time begins in 1970. */
export interface MarbleFile {
  /** Where it was read, for errors. */
  readonly name: string;
  readonly behaviour: string;
  readonly from: number;
  readonly rows: ReadonlyMap<string, Row>;
}

/** The behaviour that a marble file's text draws: '%' lines say it, `from` its moment, a word and a diagram draw a row, '  x = …' lines name its marbles. Throws at what is none of these, with `name` and line. */
export function readMarbleFile(text: string, name: string): MarbleFile {
  const behaviour: string[] = [];
  const rows = new Map<string, { marbles: string; sentences: Record<string, string> | undefined }>();
  let from = 0;
  let row: { marbles: string; sentences: Record<string, string> | undefined } | undefined;
  text.split('\n').forEach((line, index) => {
    const [, note] = /^%\s?(.*)$/.exec(line) ?? [];
    const [, letter, sentence] = /^\s+(\w)\s+=\s+(.+?)\s*$/.exec(line) ?? [];
    const [, drawn, marbles] = /^(\w+)\s+(\S.*?)\s*$/.exec(line) ?? [];
    const [, moment] = /^from\s+(\S+)$/.exec(line) ?? [];
    if (note !== undefined) behaviour.push(note);
    else if (moment !== undefined) from = Date.parse(moment);
    else if (letter !== undefined && sentence !== undefined && row)
      row.sentences = { ...row.sentences, [letter]: sentence.replaceAll('\\n', '\n') };
    else if (drawn !== undefined && marbles !== undefined) {
      if (/\d[hd]\b/.test(marbles)) throw new Error(`${name}:${index + 1}: times are in ms, s or m: h and d would be read as letters`);
      rows.set(drawn, (row = { marbles, sentences: undefined }));
    } else if (line.trim() !== '') throw new Error(`${name}:${index + 1}: expected a note, a row or a name, got "${line}"`);
  });
  if (Number.isNaN(from)) throw new Error(`${name}: "from" is no moment such as 2026-10-25T00:30:00Z`);
  if (behaviour.length === 0) throw new Error(`${name}: says nothing, expected a line "% SENTENCE"`);
  for (const [drawn, what] of rows) meant(`${name}, row "${drawn}"`, what);
  return { name, behaviour: behaviour.join(' '), from, rows };
}

/** Throws where a row draws what means nothing, or says what it does not draw. */
function meant(where: string, { marbles, sentences }: Row): void {
  if (!sentences) return;
  const letters = new Set(marbles.replace(/(?<=^| )\d+(?:ms|s|m)(?= |$)/g, '').match(/\w/g));
  for (const letter of letters) if (!Object.hasOwn(sentences, letter)) throw new Error(`${where}: marble "${letter}" has no meaning`);
  for (const letter of Object.keys(sentences)) if (!letters.has(letter)) throw new Error(`${where}: "${letter}" is never drawn`);
}
