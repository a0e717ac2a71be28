/** What is wrong with a text: what was given and what is allowed, to be put behind the label's key. */
export interface Fault {
  readonly problem: string;
}
