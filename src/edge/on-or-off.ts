/** What is no word for on is off. */
export function onOrOff(given: string): { readonly on: boolean; readonly odd: readonly string[] } {
  const word = given.trim().toLowerCase();
  const [on, off] = [ON, OFF].map((words) => words.includes(word));
  return { on: on === true, odd: on || off ? [] : [`"${given}" counts as off, allowed are ${ON.join(', ')} and ${OFF.join(', ')}`] };
}

const ON = ['on', 'true', 'yes', '1'];
const OFF = ['off', 'false', 'no', '0'];
