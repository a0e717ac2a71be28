/** An XML element around others, indented as AWS indents its answers; `<name/>` around none. */
export const element = (name: string, ...children: readonly string[]): string =>
  children.length === 0 ? `<${name}/>` : `<${name}>\n${children.join('\n').replace(/^/gm, '  ')}\n</${name.replace(/ .*/, '')}>`;

/** An XML element around a text. */
export const text = (name: string, value: string | number): string => `<${name}>${escaped(String(value))}</${name}>`;

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
