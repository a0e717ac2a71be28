import type { Problem } from '../facts/job.ts';
import type { Spoken } from './keys.ts';
import { nearest } from './nearest.ts';

/** What holds for all jobs of a container. */
export interface Options {
  readonly user: string | undefined;
  readonly flags: Flags;
  readonly problems: readonly Problem[];
}

export interface Flags {
  /** One container of a service carries its jobs. */
  readonly service: boolean;
}

/** Reads `options.user` and `options.flags`. */
export function readOptions(options: Spoken, namespace: string): Options {
  const problems: Problem[] = [];
  let service = true;
  for (const flag of (options.get('flags') ?? '').split(',').map((text) => text.trim())) {
    if (flag === 'service' || flag === 'noservice') service = flag === 'service';
    else if (flag !== '' && flag !== 'image') problems.push({ key: `${namespace}.options.flags`, message: unknownFlag(flag) });
  }
  for (const key of options.keys()) {
    if (key !== 'user' && key !== 'flags')
      problems.push({ key: `${namespace}.options.${key}`, message: `unknown option${nearest(key, OPTIONS)}` });
  }
  return { user: options.get('user')?.trim() === '' ? undefined : options.get('user'), flags: { service }, problems };
}

const OPTIONS = ['user', 'flags'];
const FLAGS = ['image', 'service', 'noservice'];

const unknownFlag = (flag: string): string =>
  flag === 'noimage'
    ? 'flag "noimage" is not implemented yet, labels of the image are read'
    : `unknown flag "${flag}"${nearest(flag, FLAGS)}`;
