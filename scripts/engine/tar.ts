/** What a tar file holds of one path. */
export interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly content: { readonly file: Buffer } | { readonly link: string } | 'folder';
}

const BLOCK = 512;

/** A tar file in the form of POSIX 1003.1-1988 (ustar), all of it owned by root; no path longer than 100 bytes. */
export const tar = (entries: readonly Entry[]): Buffer => Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(2 * BLOCK)]);

function blocks({ path, mode, content }: Entry): Buffer[] {
  const file = content !== 'folder' && 'file' in content ? content.file : Buffer.alloc(0);
  const link = content !== 'folder' && 'link' in content ? content.link : '';
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108); // owner
  header.write(octal(0, 8), 116); // group
  header.write(octal(file.length, 12), 124);
  header.write(octal(0, 12), 136); // time of change
  header.write(' '.repeat(8), 148); // the checksum counts itself as blanks
  header.write(content === 'folder' ? '5' : link ? '2' : '0', 156);
  header.write(link, 157);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(octal(sum, 8), 148);
  return [header, file, Buffer.alloc((BLOCK - (file.length % BLOCK)) % BLOCK)];
}

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
