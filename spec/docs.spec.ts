import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { readContainer } from '../src/labels/container.ts';
import { defaults } from '../src/labels/defaults.ts';

const pages = ['README.md', 'CONTRIBUTING.md', 'marbles/README.md', ...readdirSync('docs').map((page) => join('docs', page))];

it('the labels of the README define jobs, and nothing is wrong with them', () => {
  const lines = [...readFileSync('README.md', 'utf8').matchAll(/^ +(deck-chores\.\S+): (?:"(.*)"|(.*))$/gm)];
  const labels = Object.fromEntries(lines.map(([, key = '', quoted, plain]) => [key, quoted ?? plain ?? '']));
  const { jobs, problems } = readContainer('web', 'web', labels, defaults);
  expect(problems).toEqual([]);
  expect(jobs.map(({ name }) => name)).toEqual(['clear-cache', 'report']);
});

it.each(pages)('every link of %s leads somewhere', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => join(dirname(page), path!));
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});

it('what the Dockerfile copies is let through by .dockerignore', () => {
  const copied = [...readFileSync('Dockerfile', 'utf8').matchAll(/^COPY (.*) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
  const through = readFileSync('.dockerignore', 'utf8').split('\n');
  expect(copied.length).toBeGreaterThan(3);
  expect(copied.filter((path) => !through.includes(`!${path}`))).toEqual([]);
});

it('every script that a page names is in package.json', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/npm run ([a-z]+)/g)].map(([, script]) => script!));
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
