import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { reasonOf } from '../../streams/reason.ts';
import type { AwsSettings } from './balancer.ts';
import { Unanswered } from './unanswered.ts';

/** Who this host is, from its identity document: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html */
export interface Identity {
  readonly instance: string;
  readonly region: string | undefined;
  readonly address: string | undefined;
}

/** Asks the instance metadata service, with a session token first. Rejects with `Unanswered` where it does not answer as it should. */
export const identity = ({ timeout, retries }: Pick<AwsSettings, 'timeout' | 'retries'>): Promise<Identity> =>
  new MetadataService({ httpOptions: { timeout }, retries, backoff: BACKOFF }).request(DOCUMENT, {}).then(readDocument, explained);

const DOCUMENT = '/latest/dynamic/instance-identity/document';

/** Seconds between two attempts. */
const BACKOFF = 0.1;

function explained(cause: unknown): never {
  const reason = reasonOf(cause)
    .replace(/^Error making request to the metadata service: (\w*Error: )?/, '')
    .replace(/^@smithy.*/, 'no answer in time');
  if (reason.includes('status code 401')) {
    throw new Unanswered(
      'the metadata service wants a session token and gave none: in a container the hop limit of its answers must be 2 ' +
        '(aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2)',
    );
  }
  throw new Unanswered(
    `the instance metadata service does not say who this host is: it must be an EC2 instance, with its metadata enabled (${reason})`,
  );
}

function readDocument(text: string): Identity {
  const document = parsed(text);
  const field = (name: string): string | undefined => {
    const value = document?.[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const instance = field('instanceId');
  if (instance === undefined) throw new Unanswered('the instance metadata service answers, but its identity document has no instanceId');
  return { instance, region: field('region'), address: field('privateIp') };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
