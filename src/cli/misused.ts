/** A command line asks for what cannot be; the message says where, what was given and what is allowed. */
export class Misused extends Error {}
