import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heard } from '../src/cli/heard.ts';
import { said } from '../src/cli/said.ts';
import { SCENES } from './record/scenes.ts';
import { played } from './record/stage.ts';

// Records what the built daemon does in the scenes that are named, or with --commands makes only the commands of all recordings anew:
// after a change of what is decided, which is then seen in the difference.

const FOLDER = 'spec/recordings';
const [first, ...others] = process.argv.slice(2);

if (first === '--commands')
  for (const name of readdirSync(FOLDER).filter((file) => /^journal-.*(?<!\.commands)\.ndjson$/.test(file))) follow(join(FOLDER, name));
else
  for (const name of first === undefined ? Object.keys(SCENES) : [first, ...others]) {
    const play = SCENES[name];
    if (!play) throw new Error(`there is no scene "${name}": there are ${Object.keys(SCENES).join(', ')}`);
    const path = join(FOLDER, `journal-${name}.ndjson`);
    await played(play, (folder) => {
      copyFileSync(join(folder, 'bosun-00000001.ndjson'), path);
      follow(path);
      return Promise.resolve();
    });
  }

/** Writes the commands that follow from a recording beside it. */
function follow(path: string): void {
  const lines = heard(said(path, fail)).flatMap(({ at, commands }) => (commands.length === 0 ? [] : [JSON.stringify({ at, commands })]));
  writeFileSync(path.replace(/\.ndjson$/, '.commands.ndjson'), `${lines.join('\n')}\n`);
}

function fail(odd: string): never {
  throw new Error(odd);
}
