import { asyncScheduler, catchError, defer, map, of, throwError, timeout, type Observable } from 'rxjs';
import type { Target, TargetsFact } from '../../facts/targets.ts';
import type { Duration } from '../../facts/job.ts';
import type { AwsSettings, Balancer } from './balancer.ts';
import { identity } from './identity.ts';
import { configuredRegion } from './region.ts';
import { Unanswered } from './unanswered.ts';
import { why } from './why.ts';

/** Asks once who this host is and how the targets of the balancer are. Never errors: without an answer it tells why there is none. */
export const targets = (balancer: Balancer, settings: AwsSettings): Observable<TargetsFact> =>
  defer(() => asked(balancer, settings)).pipe(
    timeout({ first: patience(settings), with: () => throwError(() => new Unanswered(late(settings))) }),
    map((answer): TargetsFact => ({ type: 'targets.reported', at: asyncScheduler.now(), ...answer })),
    catchError((cause: unknown) =>
      of<TargetsFact>({ type: 'targets.unreachable', at: asyncScheduler.now(), reason: why(cause, balancer) }),
    ),
  );

/** More calls than are ever made for one answer, so that one that comes byte by byte ends too. */
const CALLS = 10;

const patience = ({ timeout, retries }: AwsSettings): Duration => CALLS * timeout * (retries + 1);

const late = (settings: AwsSettings): string =>
  `after ${patience(settings) / 1_000} s in all something still has not answered: the metadata service, a credential_process or another source of credentials, or AWS`;

interface Answer {
  readonly instance: string;
  readonly self: string;
  readonly targets: readonly Target[];
}

/** Where the region is configured, both are asked at the same time. */
async function asked({ kind, name }: Balancer, settings: AwsSettings): Promise<Answer> {
  const host = identity(settings);
  const regionOf = async () => settings.region ?? ((await configuredRegion()) || known('region', (await host).region));
  const ask = async () => {
    const [region, described] = await Promise.all([regionOf(), kind === 'elb' ? import('./elb.ts') : import('./alb.ts')]);
    settings.debug(`Region: ${region}`);
    return described.described(name, settings, region);
  };
  const [{ by, targets }, { instance, address }] = await Promise.all([ask(), host]);
  return { instance, self: by === 'id' ? instance : known('privateIp', address), targets };
}

function known(field: string, value: string | undefined): string {
  if (value === undefined) throw new Unanswered(`the identity document of this host has no ${field}`);
  return value;
}
