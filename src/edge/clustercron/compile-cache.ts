import { mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Lets Node keep what it has compiled, where it can (22.8 and later). In the user's own folder: in /tmp anybody could put code for us there. */
export function compileCache(): void {
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
  const home = homedir();
  if (!enableCompileCache || home === '') return;
  const folder = join(home, '.cache', 'bosun');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    enableCompileCache(folder);
  } catch {
    // a home that cannot be written to: every start compiles
  }
}
