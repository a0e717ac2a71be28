/** The system's name of an error (`ENOENT`), or its words where it has none. */
export const errorCode = (cause: unknown): string =>
  cause instanceof Error ? ('code' in cause && typeof cause.code === 'string' ? cause.code : cause.message) : String(cause);
