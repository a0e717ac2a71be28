import type { Problem } from '../facts/job.ts';
import { withFlags, type Flags } from './flags.ts';
import type { Spoken } from './keys.ts';
import { nearest } from './nearest.ts';

/** What holds for all jobs of a container. */
export interface Options {
  readonly user: string | undefined;
  readonly problems: readonly Problem[];
}

const OPTIONS = ['user', 'flags'];

/** Reads `options.user`, and says what is wrong with the options. */
export function readOptions(options: Spoken, namespace: string, defaults: Flags): Options {
  const others = [...options.keys()].filter((key) => !OPTIONS.includes(key));
  const user = options.get('user')?.trim();
  return {
    user: user === '' ? undefined : user,
    problems: [
      ...withFlags(defaults, options.get('flags') ?? '').unknown.map((message) => ({ key: `${namespace}.options.flags`, message })),
      ...others.map((key) => ({
        key: `${namespace}.options.${key}`,
        message: `unknown option, "options" is no job${nearest(key, OPTIONS)}`,
      })),
    ],
  };
}
