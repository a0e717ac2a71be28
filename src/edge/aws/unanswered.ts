/** There is no answer that can be relied on. The message says why, and what to look at. */
export class Unanswered extends Error {}
