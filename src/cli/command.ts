type Command = (words: readonly string[]) => Promise<void>;

/** What the first word of a command line calls; none where that is no command of ours. Loaded is only what is called. */
export const command = (word: string | undefined): Command | undefined => (word === undefined ? undefined : COMMANDS.get(word));

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['history', async (words: readonly string[]) => (await import('./history.ts')).history(words)],
  ['replay', async (words: readonly string[]) => (await import('./replay.ts')).replay(words)],
]);
