/** The instance that is asked about. */
export interface Instance {
  readonly instanceId: string;
  readonly region: string;
  readonly privateIp: string;
  /** The name of its role, if it has one. */
  readonly role?: string;
  /** Instead of its identity document. */
  readonly document?: string;
}

/** What an instance's metadata says, by path without a slash at the end. */
export function documents(instance: Instance, now: number): Readonly<Record<string, string>> {
  const { instanceId, region, privateIp, role } = instance;
  return {
    '/latest/dynamic/instance-identity': 'document',
    '/latest/dynamic/instance-identity/document': instance.document ?? identity(instance),
    '/latest/meta-data/instance-id': instanceId,
    '/latest/meta-data/local-ipv4': privateIp,
    '/latest/meta-data/placement/availability-zone': `${region}a`,
    '/latest/meta-data/placement/region': region,
    ...(role === undefined
      ? {}
      : {
          '/latest/meta-data/iam/security-credentials': role,
          [`/latest/meta-data/iam/security-credentials/${role}`]: credentials(now),
        }),
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/retrieve-iid.html */
const identity = ({ instanceId, region, privateIp }: Instance): string =>
  json({
    accountId: '123456789012',
    architecture: 'x86_64',
    availabilityZone: `${region}a`,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: 'ami-5fb8c835',
    instanceId,
    instanceType: 't3.micro',
    kernelId: null,
    pendingTime: '2016-11-19T16:32:11Z',
    privateIp,
    ramdiskId: null,
    region,
    version: '2017-09-30',
  });

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html */
const credentials = (now: number): string =>
  json({
    Code: 'Success',
    LastUpdated: seconds(now),
    Type: 'AWS-HMAC',
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    Token: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN==',
    Expiration: seconds(now + 3_600_000),
  });

/** JSON as EC2 writes it: a space before the colon too. */
const json = (value: object): string => JSON.stringify(value, null, 2).replace(/^( *"\w+"):/gm, '$1 :');

const seconds = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
