/** One option of an ini file, and where it stands. */
export interface Entry {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** `/etc/clustercron.ini:3` */
  readonly where: string;
}

/** Reads what Python's ConfigParser reads, but for its continuation lines, `%` and [DEFAULT]: `[section]`, `key = value` or `key: value`, comments with # or ; on lines of their own. Every line that is none of these is a fault. */
export function readIni(file: string, text: string): { readonly entries: readonly Entry[]; readonly faults: readonly string[] } {
  const entries: Entry[] = [];
  const faults: string[] = [];
  let section: string | undefined;
  for (const [index, untrimmed] of text.split('\n').entries()) {
    const line = untrimmed.trim();
    if (/^([#;]|$)/.test(line)) continue;
    const where = `${file}:${index + 1}`;
    const [, header] = /^\[(.+)\]/.exec(line) ?? [];
    const [, key, value] = /^([^=:[]+)[=:](.*)$/.exec(line) ?? [];
    if (header !== undefined) section = header.trim();
    else if (key === undefined || value === undefined) faults.push(`${where}: neither [section] nor key = value`);
    else if (section === undefined) faults.push(`${where}: ${key.trim()} stands before the first [section]`);
    else entries.push({ section, key: key.trim().toLowerCase(), value: value.trim(), where });
  }
  return { entries, faults };
}
