import { lstatSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { home } from '../home.ts';

/** Lets Node keep what it has compiled, where it can (22.8 and later): in folders of the user's own, since whoever may write there may put code for us there. */
export function compileCache(): void {
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
  const own = home();
  if (!enableCompileCache || own === undefined) return;
  const folders = [own, join(own, '.cache'), join(own, '.cache', 'bosun')];
  try {
    folders.slice(1).forEach(made);
    if (folders.every(isOurs)) enableCompileCache(folders[2] ?? '');
  } catch {
    // a home that cannot be written to: every start compiles
  }
}

function made(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // it is there, or it cannot be: that is seen next
  }
}

function isOurs(folder: string): boolean {
  const status = lstatSync(folder);
  return status.isDirectory() && status.uid === process.geteuid?.() && (status.mode & 0o022) === 0;
}
