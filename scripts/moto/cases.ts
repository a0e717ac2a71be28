import type { InstanceMetadata } from '../../spec/support/aws/metadata.ts';
import { REGION, type Host, type Pool } from './pool.ts';

/** One call of the command on one host, and what is to come of it. */
export interface Case {
  readonly title: string;
  readonly host: InstanceMetadata['instance'];
  /** What stands between the command's name and the job that it is given. */
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly code: number;
  /** Whether the job is run. */
  readonly runs: boolean;
  /** All that comes on stderr. */
  readonly stderr: RegExp;
}

/** What the command is to do for each host; between two, the pool changes. */
export async function* cases({ hosts, stop, deregister }: Pool): AsyncGenerator<Case> {
  const byId = hosts.toSorted((one, other) => (one.instanceId < other.instanceId ? -1 : 1));
  const byAddress = hosts.toSorted((one, other) => lastNumber(one.privateIp) - lastNumber(other.privateIp));
  const balancers = [
    { words: ['elb', 'web'], order: byId },
    { words: ['alb', 'web-instances'], order: byId },
    { words: ['alb', 'web-addresses'], order: byAddress },
  ];
  const ranked = balancers.flatMap(({ words, order }) => order.map((host, index) => ({ words, host: at(host), index })));

  for (const { words, host, index } of ranked) {
    yield index === 0 ? master({ title: 'the first', words, host }) : follower({ title: 'another', words, host });
  }
  for (const { words, host } of ranked.filter(({ index }) => index === 0)) {
    yield master({ title: 'the first, with the credentials of its role', words, host: { ...host, role: 'web' }, env: {} });
    yield* unknown({ title: 'no credentials', words, host, env: {} }, /^ERROR {4}clustercron\.lb : .*there are no credentials.*\n$/);
    const [kind = '', name = ''] = words;
    const nameless = new RegExp(`^ERROR {4}clustercron\\.lb : .*no .*'${name}-2'.*\\n$`);
    yield* unknown({ title: 'an unknown name', words: [kind, `${name}-2`], host }, nameless);
    const elsewhere = new RegExp(`^ERROR {4}clustercron\\.lb : .*no .*'${name}'.*\\n$`);
    yield* unknown({ title: 'another region', words, host, env: { ...KEYS, AWS_REGION: 'us-west-1' } }, elsewhere);
  }

  await stop(byId.slice(0, 1));
  await deregister(byAddress.slice(0, 1));
  for (const { words, host, index } of ranked) {
    const title = ['the first, which is not healthy', 'the second, which takes over', 'the third'][index] ?? '';
    yield index === 1 ? master({ title, words, host }) : follower({ title, words, host });
  }

  await stop(byId.slice(1));
  await deregister(byAddress.slice(1));
  for (const { words, host } of ranked) {
    const nobody = /^WARNING {2}clustercron\.\wlb : (There are no targets|None of the targets is healthy, of \d): nobody is master\.\n$/;
    yield { ...follower({ title: 'nobody is healthy', words, host }), stderr: nobody };
  }
}

const at = (host: Host): InstanceMetadata['instance'] => ({ ...host, region: REGION });

const lastNumber = (address: string): number => Number(address.split('.').at(-1));

type Asked = Pick<Case, 'title' | 'words' | 'host'> & Partial<Pick<Case, 'env'>>;

const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

const master = (asked: Asked): Case => ({ env: KEYS, ...asked, code: 0, runs: true, stderr: /^$/ });

const follower = (asked: Asked): Case => ({ env: KEYS, ...asked, code: 1, runs: false, stderr: /^$/ });

const unknown = (asked: Asked, stderr: RegExp): readonly Case[] => [
  { ...follower(asked), stderr },
  { ...follower(asked), stderr, words: ['--unknown-exit', '7', ...asked.words], code: 7 },
];
