/** A folder cannot hold our journal; the message says why. */
export class JournalRefused extends Error {}
