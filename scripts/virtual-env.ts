import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../src/streams/reason.ts';
import { ran } from './ran.ts';

/** There is no Python environment. The message says why, and what to install. */
export class PythonUnavailable extends Error {}

/** Makes a Python environment with these packages in a new folder, and nothing outside it but pip's cache; gives the folder of its programs. */
export async function virtualEnv(folder: string, packages: readonly string[], signal: AbortSignal): Promise<string> {
  const [bin, temporary] = [join(folder, 'bin'), join(folder, 'tmp')];
  const python = async (program: string, words: readonly string[], fault: string) => {
    const { code, stdout, stderr } = await ran(program, words, { ...process.env, TMPDIR: temporary }, signal).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      return { code: 127, stdout: '', stderr: reasonOf(cause) };
    });
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-5).join('\n');
    if (code !== 0) throw new PythonUnavailable(`${fault} (exit code ${code}).\n${said}`);
  };
  await mkdir(temporary, { recursive: true });
  await python('python3', ['-c', 'pass'], 'python3 does not run: install Python 3');
  await python('python3', ['-m', 'venv', folder], 'python3 -m venv fails: on Debian and Ubuntu install the package python3-venv');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
  await python(join(bin, 'python'), pip, `pip cannot install ${packages.join(' ')}`);
  return bin;
}
