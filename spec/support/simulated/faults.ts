/** What is wrong with a simulated engine at the moment. */
export interface Faults {
  /** Milliseconds before each answer. */
  slow: number;
  /** So many bytes of events in all until the connection is cut, and how many were sent since that was said. */
  cutAt: number | undefined;
  sent: number;
  /** So many events that nobody will be told. */
  drop: number;
  /** Nothing is answered and nothing is told, yet every connection stays open. */
  silent: boolean;
  /** Every answer is a 500. */
  failing: boolean;
  /** Milliseconds by which its clock is ahead. */
  skew: number;
}

export const faults = (): Faults => ({ slow: 0, cutAt: undefined, sent: 0, drop: 0, silent: false, failing: false, skew: 0 });
