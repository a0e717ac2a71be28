// Imports nothing, and is evaluated before all else: until somebody listens to SIGUSR1, Node answers it with its inspector.

let early = process.env.BOSUN_LIST !== undefined; // bin/bosun was asked before it had begun us
delete process.env.BOSUN_LIST;
let tell = (): void => void (early = true);
process.on('SIGUSR1', () => tell());

if (process.features.inspector && !isWanted()) {
  const inspector = process.getBuiltinModule('node:inspector');
  let isCounted = early;
  /** One that is open was opened by a signal that came before us. */
  const close = (): void => {
    if (inspector.url() === undefined) return;
    inspector.close();
    if (!isCounted) tell();
    isCounted = true;
  };
  close();
  for (const later of [0, 1, 3, 10, 30, 100, 300, 1_000]) setTimeout(close, later).unref(); // Node 24 opens it late, and twice
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
