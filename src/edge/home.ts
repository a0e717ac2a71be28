import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';

/** The user's home folder; none where nobody knows one, or HOME is no absolute path. */
export function home(): string | undefined {
  try {
    const folder = homedir();
    return isAbsolute(folder) ? folder : undefined;
  } catch {
    return undefined; // a user that is in no list of users
  }
}
