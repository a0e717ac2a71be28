import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLoadBalancing } from './support/aws/load-balancing.ts';
import { withMetadata } from './support/aws/metadata.ts';
import { SECOND, withHost } from './support/host.ts';
import { appWith, compiled, packed } from './support/packed.ts';
import { withSimulatedEngine } from './support/world.ts';

// Each example, compiled and run in an app that has installed what `npm pack` makes.

const SOURCES = readdirSync('examples').filter((name) => name.endsWith('.ts'));

let tarball: string, app: string;
beforeAll(() => {
  tarball = packed();
  app = appWith(tarball, ['dockerode', '@aws-sdk', '@smithy']);
  for (const name of SOURCES) copyFileSync(join('examples', name), join(app, name));
  expect(compiled(app, { resolution: 'nodenext', files: SOURCES })).toBe('');
}, 60_000);
afterAll(() => [dirname(tarball), app].forEach((folder) => rmSync(folder, { recursive: true })));

describe('healthy-and-master.js', () => {
  const asks = (line: string) => `cp -r ${app}/. . && ${process.execPath} healthy-and-master.js ${line}`;

  it('tells the healthy instances in order, and on the first one that it is master', () =>
    withHost(async ({ sh, aws }) => {
      expect((await sh(asks('elb mylbname'))).stdout).toBe('healthy: i-05cc16d1d054104f2, i-0f13be692f5f35b5e\nmaster\n');
      expect(aws.calls).toHaveLength(1);
      expect((await sh(asks('elb nobody'))).stdout).toBe('healthy: none\nnot master\n');
    }));

  it('tells another one that it is not', () =>
    withHost(async ({ sh }) => expect((await sh(asks('alb mytargetgroupname'))).stdout).toMatch(/\nnot master\n$/), SECOND));

  it('says why nobody knows', () =>
    withHost(async ({ sh }) => {
      const { code, stdout, stderr } = await sh(asks('elb unheard-of'));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain("AWS knows no classic load balancer 'unheard-of' there");
    }));
});

withSimulatedEngine('dashboard.js', ({ container, daemon, namespace }) => {
  it('tells all jobs whenever they change, runs none, and ends by itself', async () => {
    const web = await container('web', { 'backup.command': 'false', 'backup.interval': 'every second' });
    const dashboard = daemon({}, [process.execPath, join(app, 'dashboard.js'), namespace]);
    await dashboard.line(new RegExp(`^${namespace}-web backup: every second$`));
    await web.pause();
    await dashboard.line(new RegExp(`^${namespace}-web backup: every second, paused$`));
    await web.remove({ force: true });
    await dashboard.next(/^no jobs$/);
    expect(await dashboard.end('SIGTERM')).toBe(0);
  });
});

withSimulatedEngine('leader-only-worker.js', ({ daemon }) => {
  it('works while its host leads, and ends by itself', async () => {
    const group = (state: string) =>
      ({
        groups: {
          web: {
            type: 'instance',
            targets: [
              { id: 'i-1', state },
              { id: 'i-2', state: 'healthy' },
            ],
          },
        },
      }) as const;
    await withLoadBalancing(group('unhealthy'), (aws) =>
      withMetadata({ instanceId: 'i-2', region: 'eu-west-1', privateIp: '10.0.0.9' }, async (imds) => {
        const environment = {
          AWS_ENDPOINT_URL: aws.url,
          AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url,
          AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        };
        const worker = daemon(environment, [process.execPath, join(app, 'leader-only-worker.js'), 'web', '1']);
        await worker.line(/^leader$/);
        await worker.line(/^mail 2 is sent$/);
        aws.pool = group('healthy');
        await worker.next(/^follower$/);
        const sent = worker.lines(/is sent/).length;
        aws.pool = group('unhealthy');
        await worker.next(/^leader$/);
        expect(worker.lines(/is sent/)).toHaveLength(sent);
        expect(await worker.end('SIGTERM')).toBe(0);
      }),
    );
  });
});
