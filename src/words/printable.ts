/** The text with its control characters escaped, so that no job can steer the terminal or fake a line; tab and newline stay. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  text.replace(/\r\n/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, escaped);

const escaped = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
