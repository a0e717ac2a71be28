import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build, type BuildOptions } from 'esbuild';

// The executable, with all that it needs, and the library's door, which leaves rxjs to whoever embeds it: virtual time must find one copy.

/** What dockerode could do and nobody here uses (gRPC sessions, ssh, building from a folder) stays out of the bundle. */
const UNUSED = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2', 'tar-fs', '@balena/dockerignore'];

const common: BuildOptions = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  sourcemap: 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
  alias: { luxon: './node_modules/luxon/src/luxon.js' }, // one copy: cron-parser would bring a second, for require
};

if (process.argv.includes('--types')) rmSync('dist', { recursive: true, force: true });
await build({
  ...common,
  entryPoints: { bosun: 'src/daemon.ts' },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  plugins: [
    {
      name: 'unused',
      setup: (bundle) => {
        bundle.onResolve({ filter: new RegExp(`^(${UNUSED.join('|')})$`) }, ({ path }) => ({ path, namespace: 'unused' }));
        bundle.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
      },
    },
  ],
});
await build({ ...common, entryPoints: ['src/index.ts'], external: ['rxjs'] });
if (process.argv.includes('--types')) execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.types.json'], { stdio: 'inherit' });
