import { readWay, type Way } from './way.ts';

/** The way that an embedding program gives, what it does not say being as the usual variables do (`DOCKER_HOST`, …), and what is odd about it. Throws with every fault, in the names of the variables. */
export function givenWay({ host, certificates }: Given): { readonly way: Way; readonly warnings: readonly string[] } {
  const said = Object.entries(process.env).filter(([, value]) => value !== '');
  const read = readWay(
    {
      ...Object.fromEntries(said),
      ...(host === undefined ? {} : { DOCKER_HOST: host }),
      ...(certificates === undefined ? {} : { DOCKER_CERT_PATH: certificates, DOCKER_TLS_VERIFY: '1' }),
    },
    NOWHERE,
  );
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  return read;
}

/** The folder that only the daemon's container has. */
const NOWHERE = '/nonexistent';

interface Given {
  readonly host: string | undefined;
  readonly certificates: string | undefined;
}
