import fc from 'fast-check';
import { beforeAll, expect, it, vi } from 'vitest';
import { healthy } from '../../../src/derive/leadership.ts';
import { clientOf as groupClient } from '../../../src/edge/aws/alb.ts';
import type { AwsSettings, Client } from '../../../src/edge/aws/balancer.ts';
import { clientOf as balancerClient } from '../../../src/edge/aws/elb.ts';
import { outcome, response, type Call } from '../../support/aws/answers.ts';
import { withLoadBalancing } from '../../support/aws/load-balancing.ts';
import { groupArn } from '../../support/aws/pool.ts';

// Answers of AWS in which something is missing, doubled, out of place, replaced or cut: whatever it is, nobody leads whom the answer does not name first.

const RUNS = Number(process.env.FUZZ_RUNS ?? 5_000) / 10; // 10,000 of each kind in `npm test`
const SELF = 'i-0b';
const IDS = ['i-0a', SELF, 'i-0c', 'i-0d'];
const REGION = 'eu-west-1';

interface Kind {
  readonly call: Pick<Call, 'action' | 'version' | 'parameters'>;
  readonly states: readonly [healthy: string, ...others: string[]];
  readonly client: (settings: AwsSettings) => Client;
}

const KINDS: Readonly<Record<string, Kind>> = {
  elb: {
    call: { action: 'DescribeInstanceHealth', version: '2012-06-01', parameters: { LoadBalancerName: 'web' } },
    states: ['InService', 'OutOfService', 'Unknown'],
    client: (settings) => balancerClient('web', settings, REGION),
  },
  alb: {
    call: { action: 'DescribeTargetHealth', version: '2015-12-01', parameters: { TargetGroupArn: groupArn(REGION, 'web') } },
    states: ['healthy', 'unhealthy', 'draining'],
    client: (settings) => groupClient('web', settings, REGION),
  },
};

beforeAll(() => {
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  return () => vi.unstubAllEnvs();
});

it.each(Object.keys(KINDS))(
  'no mutated answer of %s makes us master unless it names us first among the healthy',
  { timeout: 300_000 },
  (name) => {
    const { call, states, client } = KINDS[name]!;
    const [good] = states;
    let led = 0;
    return withLoadBalancing({}, async (aws) => {
      const settings = { timeout: 2_000, retries: 0, region: REGION, endpoint: aws.url, debug: () => undefined };
      const { described } = client(settings);
      const pools = fc.array(fc.record({ id: fc.constantFrom(...IDS), state: fc.constantFrom(...states) }), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(pools, mutations(good), async (targets, changes) => {
          aws.pool = { classic: { web: targets }, groups: { web: { type: 'instance', targets } } };
          const whole = { ...call, region: REGION, key: '' };
          const body = changes.reduce(mutate, response(whole, outcome(aws.pool, whole) as string, 'id'));
          aws.heal();
          aws.fault({ body }, { action: call.action });
          const answer = await described(new AbortController().signal).catch(() => undefined);
          if (!answer || healthy(answer.targets)[0] !== SELF) return;
          led++;
          expect(named(body, good)[0]).toBe(SELF);
        }),
        { numRuns: RUNS },
      );
      expect(led).toBeGreaterThan(RUNS / 100);
    });
  },
);

/** Whom the text itself names healthy, in order, read without any of what reads it in the program. */
const named = (body: string, good: string): readonly string[] =>
  [...plain(body).matchAll(/<member>((?:(?!<member>)[\s\S])*?)<\/member>/g)]
    .map(([, member = '']) => member.replace(/<(Description|ReasonCode|Reason)>(?:(?!<\/\1>)[\s\S])*<\/\1>/g, '')) // in which a state is none
    .filter((member) => member.includes(`<State>${good}</State>`))
    .flatMap((member) => [...member.matchAll(/<(?:Instance)?Id>([^<]*)</g)].map(([, id = '']) => id))
    .sort();

/** Without the other ways in which XML can say the same. */
const plain = (body: string): string =>
  body
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<!\[CDATA\[([^<\n]*?)\]\]>/g, '$1')
    .replaceAll('&#105;', 'i');

const place = fc.nat(9_999).map((part) => part / 10_000);

type Mutation =
  | { readonly kind: 'drop' | 'double'; readonly at: number }
  | { readonly kind: 'swap'; readonly at: number; readonly to: number }
  | { readonly kind: 'replace'; readonly at: number; readonly put: string }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number; readonly put: string };

/** One to four changes: of the lines of the answer, of the values in it, and of its bytes. */
function mutations(good: string): fc.Arbitrary<readonly Mutation[]> {
  const odd = ['', ' ', `${SELF} `, SELF.toUpperCase(), '&#105;-0b', 'i-0a&#0;', '<Id>i-0a</Id>', `<![CDATA[${SELF}]]>`, `<!-- -->${SELF}`];
  const tokens = [
    '<member>',
    '</member>',
    '<Id>',
    '</InstanceId>',
    `<State>${good}</State>`,
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&#x',
    '/>',
    '\0',
  ];
  const change = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('drop' as const, 'double' as const), at: place }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('swap' as const), at: place, to: place }) },
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('replace' as const), at: place, put: fc.constantFrom(...IDS, good, 'other', ...odd) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('cut' as const),
        at: place,
        length: fc.nat(40),
        put: fc.oneof(fc.constantFrom(...tokens), fc.string({ maxLength: 4 })),
      }),
    },
  );
  return fc.array(change, { minLength: 1, maxLength: 4 });
}

function mutate(text: string, change: Mutation): string {
  const lines = text.split('\n');
  const at = Math.floor(change.at * lines.length);
  const line = lines[at] ?? '';
  switch (change.kind) {
    case 'drop':
      return lines.toSpliced(at, 1).join('\n');
    case 'double':
      return lines.toSpliced(at, 0, line).join('\n');
    case 'swap': {
      const to = Math.floor(change.to * lines.length);
      return lines
        .with(at, lines[to] ?? '')
        .with(to, line)
        .join('\n');
    }
    case 'replace':
      return lines.with(at, line.replace(/>[^<]*<\//, `>${change.put}</`)).join('\n');
    case 'cut': {
      const from = Math.floor(change.at * text.length);
      return text.slice(0, from) + change.put + text.slice(from + change.length);
    }
  }
}
