/** What an operator reads, and how much it matters to them. */
export interface Line {
  readonly level: Level;
  readonly message: string;
}

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

export const info = (message: string): Line => ({ level: 'INFO', message });
export const warning = (message: string): Line => ({ level: 'WARNING', message });
export const error = (message: string): Line => ({ level: 'ERROR', message });
export const critical = (message: string): Line => ({ level: 'CRITICAL', message });
