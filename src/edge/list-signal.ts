// Imports nothing, and is evaluated before all else: until somebody listens to SIGUSR1, Node answers it with its inspector.

let early = false;
let tell = (): void => void (early = true);
process.on('SIGUSR1', () => tell());

if (process.features.inspector && !isWanted()) {
  const inspector = process.getBuiltinModule('node:inspector');
  /** Whether there was one: it was opened by a signal that came before us. */
  const close = (): boolean => {
    const isOpen = inspector.url() !== undefined;
    if (isOpen) inspector.close();
    return isOpen;
  };
  early = close();
  if (early) for (const later of [0, 1, 10]) setTimeout(close, later).unref(); // Node 24 opens it twice
}

/** Whether our own user has asked for Node's inspector. */
function isWanted(): boolean {
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)];
  return options.some((option) => /^--inspect(-brk|-wait)?(=|$)/.test(option));
}

/** Calls this for every SIGUSR1 from now on, and once for those that came before. */
export function onListSignal(listener: () => void): void {
  tell = listener;
  if (early) listener();
  early = false;
}
