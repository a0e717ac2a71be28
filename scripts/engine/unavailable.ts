/** Why there can be no throw-away engine here: one line, for the user. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}
