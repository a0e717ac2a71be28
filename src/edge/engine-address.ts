/** Where the engine is, as it was written and as dockerode takes it. */
export interface EngineAddress {
  readonly text: string;
  /** `host` is always there, even if empty: otherwise DOCKER_HOST in the environment would beat the socket's path. */
  readonly options: { readonly host: string; readonly protocol: 'http'; readonly socketPath?: string; readonly port?: number };
}

/** Reads `unix://PATH`, `tcp://HOST[:PORT]` or `http://HOST[:PORT]`; throws with what is allowed. The documented `unix://var/run/docker.sock` is absolute too. */
export function engineAddress(text: string): EngineAddress {
  const [, scheme, rest = ''] = /^(\w+):\/\/(.*)$/.exec(text.trim()) ?? [];
  if (scheme === 'unix' && rest !== '') {
    return { text, options: { host: '', protocol: 'http', socketPath: rest.startsWith('/') ? rest : `/${rest}` } };
  }
  if ((scheme === 'tcp' || scheme === 'http') && URL.canParse(`tcp://${rest}`)) {
    const { hostname, port, username } = new URL(`tcp://${rest}`); // as http a port 80 would be dropped
    if (hostname !== '' && username === '')
      return { text, options: { host: hostname, protocol: 'http', port: Number(port || PLAIN_PORT) } };
  }
  throw new Error(
    `"${text.replace(/\/\/.*@/, '//…@')}" is no address of an engine, allowed are unix://PATH, tcp://HOST:PORT and http://HOST:PORT`,
  );
}

/** What Docker's own client takes where an address names no port. */
const PLAIN_PORT = 2375;
