import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Writes the declarations of the library's doors, and of no other module but those that they name, which they do as published: by `.js`. */
export function writeDeclarations(doors: readonly string[]): void {
  rmSync(FOLDER, { recursive: true, force: true });
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.types.json'], { stdio: 'inherit' });
  const reached = new Set(doors.map((door) => join(FOLDER, 'src', `${door}.d.ts`)));
  for (const path of reached) {
    const source = readFileSync(path, 'utf8');
    const named = ts.preProcessFile(source).importedFiles.map(({ fileName }) => fileName);
    for (const name of named.filter((name) => name.startsWith('.'))) reached.add(join(dirname(path), name.replace(/\.ts$/, '.d.ts')));
    writeFileSync(path, source.replace(/(['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js'));
  }
  const all = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((path) => join(FOLDER, path));
  all.filter((path) => path.endsWith('.ts') && !reached.has(path)).forEach((path) => rmSync(path));
}

const FOLDER = 'dist/types';
