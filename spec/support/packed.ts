import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Packs what would be published; gives the tarball's path. */
export function packed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bosun-packed-'));
  const [tarball = ''] = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { encoding: 'utf8' }).trim().split('\n');
  return join(folder, tarball);
}

/** An app in a folder of its own, into which npm has installed the tarball; rxjs and other packages are ours, as no registry may be reached. */
export function appWith(tarball: string, packages: readonly string[]): string {
  const app = mkdtempSync(join(tmpdir(), 'bosun-app-'));
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  execFileSync('npm', ['install', '--offline', '--legacy-peer-deps', '--no-audit', '--no-fund', '--silent', tarball], { cwd: app });
  for (const name of ['rxjs', ...packages]) {
    mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(app, 'node_modules', name));
  }
  return app;
}

/** The files that a page shows: each fenced block whose language is followed by a name. */
export const shown = (page: string): ReadonlyMap<string, string> =>
  new Map([...readFileSync(page, 'utf8').matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name = '', text = '']) => [name, text]));

export interface Compilation {
  readonly resolution: 'nodenext' | 'bundler';
  readonly files: readonly string[];
  /** Packages of types that are there all the time. */
  readonly types?: readonly string[];
}

/** Type-checks an app as strictly as can be, what it has installed too, and compiles it in place; gives the compiler's complaints. */
export function compiled(app: string, { resolution, files, types = ['node'] }: Compilation): string {
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023', 'DOM'], // rxjs declares itself by setTimeout's type
    module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    typeRoots: [resolve('node_modules/@types')],
    types,
  };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  try {
    return execFileSync(resolve('node_modules/.bin/tsc'), ['-p', app], { encoding: 'utf8' });
  } catch (cause) {
    return (cause as { stdout: string }).stdout;
  }
}
