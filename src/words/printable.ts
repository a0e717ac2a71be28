/** A job's output with its control characters escaped, so that it cannot steer the terminal; tab and newline stay. */
export const printable = (text: string): string => text.replace(/\r\n/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, escaped);

/** Words on one line: newline and tab are escaped too, and what turns or hides text, so that nothing that was quoted looks like words of ours. */
export const inline = (words: string): string => (PLAIN.test(words) ? words : words.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, escaped));

/** Most words are, and it is quickly seen. */
const PLAIN = /^[ -~]*$/;

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`;
}
