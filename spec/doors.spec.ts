import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { shown } from './support/packed.ts';

/** All that is promised, and nothing else: what is added here is kept. */
const PROMISED: Readonly<Record<string, { readonly file: string; readonly names: readonly string[] }>> = {
  bosun: {
    file: 'index.ts',
    names: [
      ...['watch', 'Edge', 'Journal', 'End', 'Exec', 'Follow', 'Progress', 'Line'],
      ...['Fact', 'ServiceFact', 'Container', 'Listed', 'Time', 'Duration', 'Job', 'Problem', 'Trigger'],
      ...['nothing', 'reduce', 'Service', 'registrations', 'Registration', 'Registrations', 'difference', 'Decided'],
      ...['leadership', 'Leadership', 'LeadershipFact', 'hearOfTargets', 'unasked', 'Cluster', 'Limits', 'TargetsFact', 'Target'],
      ...['clustered', 'leading', 'polled', 'Polling', 'registered'],
      ...['parseTrigger', 'next', 'describe', 'readContainer', 'defaults', 'Defaults', 'Labels'],
    ],
  },
  'bosun/docker': { file: 'docker.ts', names: ['docker', 'Docker', 'DockerOptions'] },
  'bosun/aws': {
    file: 'aws.ts',
    names: [
      ...['targets', 'AwsSettings', 'Balancer', 'Target', 'TargetsFact', 'healthy'],
      ...['cached', 'Cached', 'CacheSettings', 'clustercron', 'Clustercron', 'Named', 'version'],
    ],
  },
  'bosun/marbles': {
    file: 'marbles.ts',
    names: ['readMarbleFile', 'MarbleFile', 'play', 'Hot', 'virtualTime', 'VirtualTime', 'Same', 'fact', 'pretended'],
  },
};

describe.each(Object.entries(PROMISED))('%s', (door, { file, names }) => {
  it('exports what is promised, and nothing else', () => {
    expect([...exported(file).keys()].sort()).toEqual([...names].sort());
  });

  it.each([...exported(file)])('%s has a docstring', (_, declaration) => {
    expect(declaration && ts.getJSDocCommentsAndTags(declaration).map(ts.isJSDoc)).toEqual([true]);
  });

  it('has an example of each export in docs/embedding.md', () => {
    const sources = [...shown('docs/embedding.md').values()];
    const imports = sources.flatMap((text) => [...text.matchAll(/^import (?:type )?\{([^}]*)\} from '(.*)';$/gm)]);
    const used = imports.filter(([, , from]) => from === door).flatMap(([, list = '']) => list.split(','));
    expect([...new Set(used.map((name) => name.replace(/ type /, '').trim()))].sort()).toEqual([...names].sort());
  });
});

it('package.json has these doors, and no other', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, { default: string }> };
  const doors = Object.entries(exports).map(([path, { default: file }]) => [posix.join('bosun', path), file.replace('.js', '.ts')]);
  expect(doors).toEqual(Object.entries(PROMISED).map(([door, { file }]) => [door, `./dist/${file}`]));
});

it('what the doors leave to others is a peer, all but rxjs an optional one', () => {
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    peerDependencies: Record<string, string>;
    peerDependenciesMeta: Record<string, { optional: boolean }>;
  };
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const imports = sources.flatMap((file) => [
    ...readFileSync(join('src', file), 'utf8').matchAll(/^import (?!type)[^;]*? from '(.*)';$/gms),
  ]);
  const left = imports
    .map(([, from = '']) => /^(?:rxjs|dockerode|@(?:aws-sdk|smithy)\/[^/']+)/.exec(from)?.[0])
    .filter((name) => name !== undefined);
  expect(Object.keys(peerDependencies).sort()).toEqual([...new Set(left)].sort());
  expect(Object.keys(peerDependenciesMeta)).toEqual(Object.keys(peerDependencies).filter((name) => name !== 'rxjs'));
});

/** The names that a module of src exports, and where they are declared. */
function exported(file: string): ReadonlyMap<string, ts.Declaration | undefined> {
  const found = new Map<string, ts.Declaration | undefined>();
  for (const statement of sourceOf(file).statements) {
    if (ts.isExportDeclaration(statement)) {
      const from = posix.join(posix.dirname(file), (statement.moduleSpecifier as ts.StringLiteral).text);
      if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) throw new Error(`${file} exports all of ${from}`);
      for (const { name, propertyName } of statement.exportClause.elements)
        found.set(name.text, exported(from).get((propertyName ?? name).text));
    } else if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      const declarations = ts.isVariableStatement(statement)
        ? statement.declarationList.declarations
        : [statement as ts.DeclarationStatement];
      for (const declaration of declarations) found.set((declaration.name as ts.Identifier).text, declaration);
    }
  }
  return found;
}

const sourceOf = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join('src', file), 'utf8'), ts.ScriptTarget.Latest, true);
