import type { Target } from '../../facts/targets.ts';
import type { AwsSettings, Balancer, Client } from './balancer.ts';
import type { Identity } from './identity.ts';
import { Unanswered } from './unanswered.ts';
import { isRefused } from './why.ts';

export interface Answer {
  readonly instance: string;
  readonly self: string;
  readonly targets: readonly Target[];
}

/** Asks as often as it is told to: who this host is until that is known, and AWS by one client. `left` says that nobody waits any longer. */
export function asking(balancer: Balancer, settings: AwsSettings): (left: AbortSignal) => Promise<Answer> {
  let known: Identity | undefined;
  let asked: Promise<Identity> | undefined;
  let idle: Client | undefined;
  let open = 0;

  const askedAnew = async (): Promise<Identity> => {
    try {
      const { identity } = await import('./identity.ts');
      const host = await identity(settings);
      if (host.region !== undefined && host.address !== undefined) known = host;
      return host;
    } finally {
      asked = undefined;
    }
  };
  const who = async (): Promise<Identity> => known ?? (asked ??= askedAnew()); // one question at a time: it cannot be taken back

  const described = async (host: Promise<Identity>, left: AbortSignal) => {
    if (open >= MOST_OPEN)
      throw new Unanswered('earlier questions to AWS are still open: a credential_process, or another source of credentials, hangs');
    open++;
    try {
      const client = idle ?? (await made(balancer, settings, host));
      idle = undefined; // while it asks: where its credentials never come it never ends, and the next one looks for them again
      const release = (isOver: boolean) => (isOver || idle ? client.close() : void (idle = client));
      try {
        const answer = await client.described(left);
        release(false);
        return answer;
      } catch (cause) {
        release(isRefused(cause)); // or its credentials, which may have no end, would be used for ever
        throw cause;
      }
    } finally {
      open--;
    }
  };

  return async (left) => {
    const host = who();
    const [{ by, targets }, { instance, address }] = await Promise.all([described(host, left), host]);
    return { instance, self: by === 'id' ? instance : present('privateIp', address), targets };
  };
}

/** Questions that wait for ever, each with a process of its own perhaps. */
const MOST_OPEN = 3;

/** Where the region is configured, who this host is need not be known. */
async function made({ kind, name }: Balancer, settings: AwsSettings, host: Promise<Identity>): Promise<Client> {
  const found = async () => {
    const { configuredRegion } = await import('./region.ts');
    return (await configuredRegion()) || present('region', (await host).region);
  };
  const [region, { clientOf }] = await Promise.all([settings.region ?? found(), kind === 'elb' ? import('./elb.ts') : import('./alb.ts')]);
  settings.debug(`Region: ${region}`);
  return clientOf(name, settings, region);
}

function present(field: string, value: string | undefined): string {
  if (value === undefined) throw new Unanswered(`the identity document of this host has no ${field}`);
  return value;
}
