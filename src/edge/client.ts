import type { Agent } from 'node:http';
import Dockerode from 'dockerode';
import type { EngineAddress, NetAddress } from './engine-address.ts';
import type { Undeclared } from './engine.ts';
import { SshAgent } from './ssh-agent.ts';
import { TlsAgent } from './tls-agent.ts';
import type { Tls, Way } from './way.ts';

/** dockerode on the way to the engine. */
export function client({ address, tls }: Way): Dockerode & Undeclared {
  const options = optionsFor(address, tls);
  return unseeing(() => new Dockerode(options)) as Dockerode & Undeclared;
}

function optionsFor(address: EngineAddress, tls: Tls | undefined): Options {
  switch (address.way) {
    case 'socket':
      return { host: '', protocol: 'http', socketPath: address.path };
    case 'net':
      return tls === undefined
        ? { ...at(address, 2375), protocol: 'http' }
        : { ...at(address, 2376), protocol: 'https', agent: new TlsAgent(tls) };
    case 'ssh':
      return { host: 'docker', protocol: 'http', agent: new SshAgent(address) };
  }
}

/** Its declarations lack the agent. */
type Options = Dockerode.DockerOptions & { readonly agent?: Agent };

/** The default ports are those of Docker's own client. What dockerode calls a version is what its paths begin with. */
const at = ({ host, port, prefix }: NetAddress, usual: number): Dockerode.DockerOptions => ({
  host,
  port: port ?? usual,
  ...(prefix === '' ? {} : { version: prefix }),
});

/** Makes something that does not see `DOCKER_…`: docker-modem would go by them rather than by its options, and fails with what is odd there. */
function unseeing<T>(make: () => T): T {
  const hidden = Object.entries(process.env).filter(([name]) => name.startsWith('DOCKER_'));
  for (const [name] of hidden) Reflect.deleteProperty(process.env, name);
  try {
    return make();
  } finally {
    Object.assign(process.env, Object.fromEntries(hidden));
  }
}
