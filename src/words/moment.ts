/** A time as lines say it. */
export const moment = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
