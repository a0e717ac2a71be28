import { reasonOf } from '../../streams/reason.ts';

/** The system's words for what is wrong with a file, without what it was called for: of `ENOSPC: no space left on device, write` the middle. */
export const why = (cause: unknown): string => /^E[A-Z0-9]+: (.+?), \w+/.exec(reasonOf(cause))?.[1] ?? reasonOf(cause);

/** Whether there is no room, or the disk is broken, which may pass by itself. */
export const isOutOfRoom = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && ['ENOSPC', 'EDQUOT', 'EIO'].includes(String(cause.code));
