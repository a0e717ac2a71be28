import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ran, type Ran } from '../scripts/ran.ts';
import { SECOND, withHost } from './support/host.ts';
import { appWith, compiled, packed, shown } from './support/packed.ts';
import { withSimulatedEngine } from './support/world.ts';

// What `npm pack` makes, as an app has it that is in a folder of its own.

const FILES = shown('docs/embedding.md');
const SOURCES = [...FILES.keys()].filter((name) => name.endsWith('.ts'));
const DOORS = ['bosun', 'bosun/docker', 'bosun/aws', 'bosun/marbles'];

/** With rxjs alone, and with what the doors to the world need. */
let tarball: string, bare: string, full: string;
let complaints: string;
beforeAll(() => {
  tarball = packed();
  bare = appWith(tarball, []);
  full = appWith(tarball, ['dockerode', '@aws-sdk', '@smithy']);
  for (const [name, text] of FILES) writeFileSync(join(full, name), text);
  complaints = compiled(full, { resolution: 'nodenext', files: SOURCES });
}, 60_000);
afterAll(() => [dirname(tarball), bare, full].forEach((folder) => rmSync(folder, { recursive: true })));

const node = (app: string, ...words: string[]): Promise<Ran> =>
  ran('env', ['-C', app, process.execPath, ...words], { PATH: process.env.PATH }, AbortSignal.timeout(30_000));

describe('the types of what is published', () => {
  it.each(['nodenext', 'bundler'] as const)('hold by themselves under %s, without those of Node, dockerode and the SDK', (resolution) => {
    writeFileSync(join(bare, 'all.ts'), DOORS.map((door, index) => `export * as door${index} from '${door}';\n`).join(''));
    expect(compiled(bare, { resolution, files: ['all.ts'], types: [] })).toBe('');
  });

  it('fit every example of docs/embedding.md', () => {
    expect(SOURCES.length).toBeGreaterThan(5);
    expect(complaints).toBe('');
    expect(compiled(full, { resolution: 'bundler', files: SOURCES })).toBe('');
  });

  it('are found by whoever imports a door in ESM', async () => {
    const { problems } = (await checkPackage(createPackageFromTarballData(readFileSync(tarball)))) as { problems?: Problem[] };
    expect(problems?.filter(({ resolutionKind = '' }) => !['node10', 'node16-cjs'].includes(resolutionKind))).toEqual([]);
  });
});

/** Of attw's: its profile `esm-only` leaves out how CommonJS would resolve it. */
interface Problem {
  readonly kind: string;
  readonly resolutionKind?: string;
}

it('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

it("import 'bosun' loads rxjs and nothing else, of Node neither", async () => {
  const hooks = `import { appendFileSync } from 'node:fs';
    export async function resolve(name, context, next) {
      const found = await next(name, context);
      appendFileSync('loaded.txt', found.url + '\\n');
      return found;
    }`;
  const data = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const loader = data(`import { register } from 'node:module'; register(${JSON.stringify(data(hooks))});`);
  writeFileSync(join(bare, 'imports.js'), "import 'bosun';\n");
  expect((await node(bare, '--import', loader, 'imports.js')).stderr).toBe('');
  const loaded = readFileSync(join(bare, 'loaded.txt'), 'utf8').trim().split('\n');
  const packages = loaded.map((url) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url.replace(/.*(?=imports\.js)/, ''));
  expect([...new Set(packages)].sort()).toEqual(['bosun', 'imports.js', 'rxjs']);
});

describe('the examples of docs/embedding.md', () => {
  it.each(['triggers.js', 'labels.js', 'state.js', 'registered.js', 'leadership.js', 'watch.js'])(
    '%s comes true, and ends by itself',
    async (name) => {
      expect(await node(full, name)).toEqual({ code: 0, stdout: '', stderr: '' });
    },
  );

  it.each(['assignment.test.js', 'lamp.test.js'])('%s passes', async (name) => {
    const { code, stdout } = await node(full, '--test', '--test-reporter=tap', name);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^# pass [12]\n# fail 0$/m) as unknown });
  });

  it('a marble file that draws something else fails, with two timetables', async () => {
    const file = join(full, 'a-container-that-dies-hands-over.txt');
    const right = readFileSync(file, 'utf8');
    writeFileSync(file, right.replace('c = backup on web-2', 'c = backup on web-3'));
    const { code, stdout } = await node(full, '--test', '--test-reporter=tap', 'assignment.test.js');
    writeFileSync(file, right);
    expect(code).toBe(1);
    expect(stdout).toMatch(/expected\s[^]*3000ms {2}backup on web-3[^]*but it was\s[^]*3000ms {2}backup on web-2/);
  });

  const aws = `${process.execPath} aws.js`;
  it('aws.js asks, keeps the answer and runs the command on the master', () =>
    withHost(async ({ sh, aws: { calls } }) => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
      const { code, stdout } = await sh(`cp -r ${full}/. . && ${aws}`, { AWS_REGION: 'eu-west-1' });
      expect({ code, stdout }).toEqual({ code: 0, stdout: `first of 2\nrun by ${version}\n` });
      expect(calls).toHaveLength(2);
    }));

  it('aws.js runs nothing on another host', () =>
    withHost(async ({ sh }) => {
      const { code, stdout } = await sh(`cp -r ${full}/. . && ${aws}`, { AWS_REGION: 'eu-west-1' });
      expect({ code, stdout }).toEqual({ code: 1, stdout: 'not the first of 2\n' });
    }, SECOND));
});

withSimulatedEngine('docker.js of docs/embedding.md', ({ container, daemon, docker, namespace }) => {
  it('runs jobs, and unsubscribed in the middle of one it leaves nothing that would keep the process', async () => {
    await container('web', { '.deck-chores.hello.command': 'sleep 100', '.deck-chores.hello.interval': '1s' });
    const running = daemon({}, [process.execPath, join(full, 'docker.js')]);
    await running.line(new RegExp(`${namespace}-web: Executing 'hello'`));
    expect(await Promise.race([running.end('SIGTERM'), new Promise((late) => setTimeout(late, 5_000, 'still there'))])).toBe(0);
    expect(await docker().listContainers()).toHaveLength(1);
  });
});
