/**
 * The words of a command as Python's `shlex.split` gives them: quotes and backslashes as in a POSIX shell, with no comments, operators or
 * expansion. Throws where a quote is open or a backslash is last.
 */
export function words(command: string): readonly string[] {
  const all: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < command.length; at++) {
    const character = command.charAt(at);
    if (quote !== '' && character === quote) quote = '';
    else if (character === '\\' && quote !== "'") {
      const escaped = command.charAt(++at);
      if (escaped === '') throw new Error('ends in a backslash');
      word = (word ?? '') + (quote === '"' && !'"\\'.includes(escaped) ? character : '') + escaped;
    } else if (quote !== '') word = (word ?? '') + character;
    else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (' \t\r\n'.includes(character)) {
      if (word !== undefined) all.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') throw new Error('has an open quote');
  return word === undefined ? all : [...all, word];
}
