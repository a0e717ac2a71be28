/** A job's output with its control characters escaped, so that it cannot steer the terminal; tab and newline stay. */
export const printable = (text: string): string => text.replace(/\r\n/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, escaped);

/** Words on one line: newline and tab are escaped too, so that nothing that was quoted looks like a line of ours. */
export const inline = (words: string): string => words.replace(/\p{Cc}|[\u2028\u2029]/gu, escaped);

const escaped = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
