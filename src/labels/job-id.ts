import { v5 as uuid5 } from 'uuid';

/** The stable id of a job: UUID version 5 of what it belongs to and its name, as deck-chores makes it. */
export const jobId = (parts: readonly string[]): string => uuid5(parts.join(''), NAMESPACE);

const NAMESPACE = uuid5('deck-chores.readthedocs.io', uuid5.DNS);
