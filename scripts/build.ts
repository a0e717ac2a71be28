import { rmSync, symlinkSync } from 'node:fs';
import { build, type BuildOptions } from 'esbuild';
import { writeDeclarations } from './declarations.ts';

// The executables, with all that they need, and the library's doors, which leave rxjs to whoever embeds them: virtual time must find one copy.

const DOORS = ['index', 'docker', 'aws', 'marbles'];

/** What dockerode could do and nobody here uses (gRPC sessions, ssh, building from a folder) stays out of the bundle. */
const UNUSED = ['@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'ssh2', 'tar-fs', '@balena/dockerignore'];

/** Until somebody listens to SIGUSR1 Node opens its inspector on it: our listener stands before all else. A command loads nothing of the daemon's. */
const BOSUN = `#!/usr/bin/env node
  import './edge/list-signal.ts';
  import { command } from './cli/command.ts';
  const [word, ...words] = process.argv.slice(2);
  const called = command(word);
  await (called ? called(words) : import('./daemon.ts'));
`;

/** For what of a bundle is CommonJS. */
const REQUIRE = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };

/** Node's compile cache serves what is imported after it was asked for. */
const CLUSTERCRON = `
  import { compileCache } from './edge/clustercron/compile-cache.ts';
  compileCache();
  try {
    await import('./clustercron.ts');
  } catch (cause) {
    console.error(cause);
    process.exitCode = 70; // not 1, which says that another host is master
  }
`;

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
for (const chunks of ['dist/bosun', 'dist/clustercron', 'dist/library']) rmSync(chunks, { recursive: true, force: true });
await build({
  ...common,
  stdin: { contents: BOSUN, resolveDir: 'src', sourcefile: 'bosun.js' },
  entryNames: 'bosun',
  chunkNames: 'bosun/[name]-[hash]',
  splitting: true,
  banner: REQUIRE,
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
await build({
  ...common,
  stdin: { contents: CLUSTERCRON, resolveDir: 'src', sourcefile: 'clustercron.js' },
  outdir: 'dist',
  entryNames: 'clustercron',
  chunkNames: 'clustercron/[name]-[hash]',
  splitting: true, // each call loads the half of the SDK that it needs
  minify: true, // compiled at every start
  sourcemap: false,
  mainFields: ['module', 'main'], // the SDK's modules, of which what nobody uses can be left out
  alias: { rxjs: './node_modules/rxjs/dist/esm/index.js' }, // likewise
  banner: REQUIRE,
  plugins: [
    {
      name: 'required', // an import reads every getter of Node's http, one of which loads undici: 20 ms
      setup: (bundle) => {
        bundle.onResolve({ filter: /^(node:)?(https?|http2)$/ }, ({ path, namespace }) =>
          namespace === 'required' ? { path, external: true } : { path: path.replace(/^(node:)?/, 'node:'), namespace: 'required' },
        );
        bundle.onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({ contents: `module.exports = require('${path}');` }));
      },
    },
  ],
});
rmSync('bin/.node', { force: true });
symlinkSync(process.execPath, 'bin/.node'); // the launcher's, as npm's postinstall makes it where we are a dependency
await build({
  ...common,
  entryPoints: DOORS.map((door) => `src/${door}.ts`),
  chunkNames: 'library/[name]-[hash]',
  splitting: true, // what doors share is there once
  alias: { ...common.alias, uuid: './node_modules/uuid/dist/index.js' }, // the one for browsers: `bosun` loads nothing of Node, which takes as long as all of us
  external: ['rxjs', 'dockerode', '@aws-sdk/*', '@smithy/*'],
});
if (process.argv.includes('--types')) writeDeclarations(DOORS);
