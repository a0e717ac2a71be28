import { ElasticLoadBalancing } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { MetadataService } from '@aws-sdk/ec2-metadata-service';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Fault } from './support/aws/faults.ts';
import { withLoadBalancing, type LoadBalancing } from './support/aws/load-balancing.ts';
import { withMetadata, type InstanceMetadata, type Metadata } from './support/aws/metadata.ts';
import type { Pool } from './support/aws/pool.ts';
import { refusals } from './support/aws/refusal.ts';

// What stands in for AWS in other specs is asked here by AWS's own clients, and must be AWS to them.

const pool: Pool = {
  classic: {
    web: [
      { id: 'i-1', state: 'InService' },
      { id: 'i-2', state: 'OutOfService' },
    ],
    one: [{ id: 'i-1', state: 'InService' }],
    empty: [],
  },
  groups: {
    web: {
      type: 'instance',
      targets: [
        { id: 'i-1', port: 80, state: 'healthy' },
        { id: 'i-2', port: 80, state: 'draining' },
      ],
    },
    six: { type: 'ip', addresses: 'ipv6', targets: [] },
    function: { type: 'lambda', targets: [{ id: 'arn:aws:lambda:eu-west-1:123456789012:function:f', state: 'unavailable' }] },
  },
};

const instance = { instanceId: 'i-1234567890abcdef0', region: 'eu-west-1', privateIp: '10.0.0.7' };

const DOCUMENT = '/latest/dynamic/instance-identity/document';

const settings = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

const classic = (aws: LoadBalancing) => new ElasticLoadBalancing({ ...settings, endpoint: aws.url });

const v2 = (aws: LoadBalancing) => new ElasticLoadBalancingV2({ ...settings, endpoint: aws.url });

const health = (aws: LoadBalancing, name = 'web') => classic(aws).describeInstanceHealth({ LoadBalancerName: name });

const metadata = (imds: InstanceMetadata, timeout = 5_000) =>
  new MetadataService({ endpoint: imds.url, retries: 0, httpOptions: { timeout } }).request(DOCUMENT, {});

beforeEach(() => {
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it('lists the instances of a classic load balancer: many, one, none', () =>
  withLoadBalancing(pool, async (aws) => {
    const states = async (name: string) => (await health(aws, name)).InstanceStates?.map(({ InstanceId, State }) => [InstanceId, State]);
    expect(await states('web')).toEqual([
      ['i-1', 'InService'],
      ['i-2', 'OutOfService'],
    ]);
    expect(await states('one')).toEqual([['i-1', 'InService']]);
    expect(await states('empty')).toEqual([]);
    aws.pool = { classic: { empty: [{ id: 'i-3', state: 'InService' }] } };
    expect(await states('empty')).toEqual([['i-3', 'InService']]);
  }));

it('writes what the API reference shows', () =>
  withLoadBalancing(pool, async (aws) => {
    const answer = await fetch(aws.url, {
      method: 'POST',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/20261122/eu-west-1/elasticloadbalancing/aws4_request, Signature=0' },
      body: new URLSearchParams({ Action: 'DescribeInstanceHealth', Version: '2012-06-01', LoadBalancerName: 'one' }),
    });
    const id = answer.headers.get('x-amzn-requestid') ?? '';
    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toBe(`<DescribeInstanceHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/">
  <DescribeInstanceHealthResult>
    <InstanceStates>
      <member>
        <Description>N/A</Description>
        <InstanceId>i-1</InstanceId>
        <State>InService</State>
        <ReasonCode>N/A</ReasonCode>
      </member>
    </InstanceStates>
  </DescribeInstanceHealthResult>
  <ResponseMetadata>
    <RequestId>${id}</RequestId>
  </ResponseMetadata>
</DescribeInstanceHealthResponse>
`);
  }));

it('finds a target group by its name, and lists its targets by its ARN', () =>
  withLoadBalancing(pool, async (aws) => {
    const client = v2(aws);
    const { TargetGroups: [web, six, lambda] = [] } = await client.describeTargetGroups({ Names: ['web', 'six', 'function'] });
    expect(web).toMatchObject({ TargetGroupName: 'web', TargetType: 'instance', IpAddressType: 'ipv4', Port: 80 });
    expect(six).toMatchObject({ TargetGroupName: 'six', TargetType: 'ip', IpAddressType: 'ipv6' });
    expect(lambda).toMatchObject({ TargetGroupName: 'function', TargetType: 'lambda', HealthCheckEnabled: false });
    const targets = async (arn?: string) => (await client.describeTargetHealth({ TargetGroupArn: arn })).TargetHealthDescriptions;
    expect(await targets(web?.TargetGroupArn)).toEqual([
      { Target: { Id: 'i-1', Port: 80 }, HealthCheckPort: '80', TargetHealth: { State: 'healthy' } },
      {
        Target: { Id: 'i-2', Port: 80 },
        HealthCheckPort: '80',
        TargetHealth: {
          State: 'draining',
          Reason: 'Target.DeregistrationInProgress',
          Description: 'Target deregistration is in progress',
        },
      },
    ]);
    expect(await targets(six?.TargetGroupArn)).toEqual([]);
    expect(await targets(lambda?.TargetGroupArn)).toMatchObject([{ TargetHealth: { State: 'unavailable' } }]);
  }));

it('lists target groups in pages, of which all but the last are empty', () =>
  withLoadBalancing({ ...pool, pages: 3 }, async (aws) => {
    const pages: (string | undefined)[][] = [];
    for (let marker: string | undefined, last = false; !last; last = marker === undefined) {
      const { TargetGroups = [], NextMarker } = await v2(aws).describeTargetGroups({ Names: ['web'], Marker: marker });
      pages.push(TargetGroups.map(({ TargetGroupName }) => TargetGroupName));
      marker = NextMarker;
    }
    expect(pages).toEqual([[], [], ['web']]);
  }));

it('refuses names and ARNs that it does not know', () =>
  withLoadBalancing(pool, async (aws) => {
    const unknown = { name: 'TargetGroupNotFoundException', message: 'One or more target groups not found' };
    await expect(v2(aws).describeTargetGroups({ Names: ['web', 'x'] })).rejects.toMatchObject(unknown);
    const { TargetGroups: [web] = [] } = await v2(aws).describeTargetGroups({ Names: ['web'] });
    await expect(v2(aws).describeTargetHealth({ TargetGroupArn: `${web?.TargetGroupArn ?? ''}0` })).rejects.toMatchObject(unknown);
    await expect(v2(aws).describeTargetHealth({ TargetGroupArn: 'web' })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(health(aws, 'a<b>&c')).rejects.toMatchObject({
      name: 'AccessPointNotFoundException', // so the clients call LoadBalancerNotFound
      message: "There is no ACTIVE Load Balancer named 'a<b>&c'",
      $metadata: { httpStatusCode: 400 },
    });
  }));

it('keeps what it was asked, and who signed for which region', () =>
  withLoadBalancing(pool, async (aws) => {
    const abroad = new ElasticLoadBalancingV2({ ...settings, region: 'us-gov-west-1', endpoint: aws.url });
    const { TargetGroups: [web] = [] } = await abroad.describeTargetGroups({ Names: ['web'] });
    expect(web?.TargetGroupArn).toContain(':us-gov-west-1:');
    expect(aws.calls).toEqual([
      {
        action: 'DescribeTargetGroups',
        version: '2015-12-01',
        parameters: { 'Names.member.1': 'web' },
        region: 'us-gov-west-1',
        key: 'AKIAIOSFODNN7EXAMPLE',
      },
    ]);
    const unsigned = await fetch(aws.url, { method: 'POST', body: 'Action=DescribeInstanceHealth&Version=2012-06-01' });
    expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining('<Code>MissingAuthenticationToken</Code>')]);
  }));

it.each<[name: string, fault: Fault, error: object]>([
  ['AccessDenied', refusals.denied('DescribeInstanceHealth'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }],
  ['Throttling', refusals.throttled, { name: 'Throttling', message: 'Rate exceeded', $fault: 'client' }],
  ['ExpiredToken', refusals.expired, { name: 'ExpiredToken' }],
  ['InvalidClientTokenId', refusals.unknownKey, { name: 'InvalidClientTokenId' }],
  ['InternalFailure', refusals.failed, { name: 'InternalFailure', $fault: 'server' }],
  ['an HTML page', { body: '<html><b>503</b></html>', status: 503, type: 'text/html' }, { $metadata: { httpStatusCode: 503 } }],
  ['half an answer', { cut: 200 }, { code: 'ECONNRESET' }],
  ['nothing of an answer', { cut: 0 }, { code: 'ECONNRESET' }],
  ['silence', { silent: true }, { name: 'AbortError' }],
])('can answer with %s, once', (_, fault, error) =>
  withLoadBalancing(pool, async (aws) => {
    aws.fault(fault, { times: 1 });
    const abortSignal = AbortSignal.timeout('silent' in fault ? 50 : 5_000);
    await expect(classic(aws).describeInstanceHealth({ LoadBalancerName: 'web' }, { abortSignal })).rejects.toMatchObject(error);
    expect((await health(aws)).InstanceStates).toHaveLength(2);
  }),
);

it('faults befall one action or all, one after the other, until it is healed', () =>
  withLoadBalancing(pool, async (aws) => {
    const name = async (asked: Promise<unknown>) =>
      asked.then(
        () => 'answered',
        (cause: unknown) => (cause as Error).name,
      );
    aws.fault(refusals.throttled, { times: 2, action: 'DescribeInstanceHealth' });
    aws.fault(refusals.expired);
    expect([await name(health(aws)), await name(v2(aws).describeTargetGroups({}))]).toEqual(['Throttling', 'ExpiredToken']);
    expect([await name(health(aws)), await name(health(aws)), await name(health(aws))]).toEqual([
      'Throttling',
      'ExpiredToken',
      'ExpiredToken',
    ]);
    aws.heal();
    expect(await name(health(aws))).toBe('answered');
  }));

it('an answer that drips is whole in the end', () =>
  withLoadBalancing(pool, async (aws) => {
    aws.fault({ drip: 0 });
    expect((await health(aws, 'empty')).InstanceStates).toEqual([]);
  }));

it('leaves no connection behind, whatever happens', async () => {
  const open: Promise<unknown>[] = [];
  let url = '';
  const failed = withLoadBalancing(pool, async (aws) => {
    url = aws.url;
    aws.fault({ silent: true });
    open.push(expect(health(aws)).rejects.toMatchObject({ code: 'ECONNRESET' }));
    await vi.waitUntil(() => aws.calls.length === 1);
    throw new Error('a spec that fails');
  });
  await expect(failed).rejects.toThrow('a spec that fails');
  await Promise.all(open);
  await expect(fetch(url)).rejects.toThrow();
});

it.each<[name: string, mode: Partial<Metadata>, asked: readonly (readonly [string, boolean])[]]>([
  [
    'with a token',
    { v1: false },
    [
      ['PUT', false],
      ['GET', true],
    ],
  ],
  [
    'without one, where tokens are refused',
    { v2: 'refused' },
    [
      ['PUT', false],
      ['GET', false],
    ],
  ],
  [
    'without one, where they never come',
    { v2: 'silent' },
    [
      ['PUT', false],
      ['GET', false],
    ],
  ],
])('an instance tells who it is %s', (_, mode, asked) =>
  withMetadata({ ...instance, ...mode }, async (imds) => {
    expect(JSON.parse(await metadata(imds, mode.v2 === 'silent' ? 250 : undefined))).toMatchObject({
      ...instance,
      availabilityZone: 'eu-west-1a',
      version: '2017-09-30',
    });
    expect(imds.calls.map(({ method, token }) => [method, token])).toEqual(asked);
    expect(imds.calls.at(-1)?.path).toBe(DOCUMENT);
  }),
);

it('an instance can refuse, fail, be silent or tell nonsense', () =>
  withMetadata({ ...instance, v1: false, v2: 'refused' }, async (imds) => {
    await expect(metadata(imds)).rejects.toMatchObject({ $metadata: { httpStatusCode: 401 } });
    const forged = await fetch(imds.url + DOCUMENT, { headers: { 'x-aws-ec2-metadata-token': 'forged' } });
    expect(forged.status).toBe(401);
    imds.instance = { ...instance, status: 500 };
    await expect(metadata(imds)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    imds.instance = { ...instance, silent: true };
    await expect(metadata(imds, 50)).rejects.toThrow('TimeoutError');
    imds.instance = { ...instance, document: '<html>' };
    expect(await metadata(imds)).toBe('<html>');
    expect((await fetch(`${imds.url}/latest/api/token`, { method: 'PUT' })).status).toBe(400);
  }));

it("a client without credentials of its own signs with those of the instance's role", () =>
  withMetadata({ ...instance, role: 'web' }, (imds) =>
    withLoadBalancing(pool, async (aws) => {
      vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', imds.url);
      for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_EC2_METADATA_DISABLED']) vi.stubEnv(name, undefined);
      const asked = () =>
        new ElasticLoadBalancing({ region: 'eu-west-1', endpoint: aws.url }).describeInstanceHealth({ LoadBalancerName: 'web' });
      await asked();
      expect(aws.calls.map(({ key }) => key)).toEqual(['ASIAIOSFODNN7EXAMPLE']);
      imds.instance = instance; // which has no role
      await expect(asked()).rejects.toMatchObject({ name: 'CredentialsProviderError' });
    }),
  ));
