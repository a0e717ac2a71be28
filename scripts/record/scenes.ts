import { setTimeout as passed } from 'node:timers/promises';
import { withLoadBalancing } from '../../spec/support/aws/load-balancing.ts';
import { withMetadata } from '../../spec/support/aws/metadata.ts';
import type { Stage } from './stage.ts';

/** What is recorded, by the names of the recordings. */
export const SCENES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'a-service-scaled-up-and-its-holder-killed': async ({ engine, bosun, end, lines }) => {
    const jobs = 'with tick every 1s: true, nap every 2s: sleep 1, bad every 3s: false';
    bosun();
    await lines(/Listening to events/);
    await engine.script(`scale web to 3 ${jobs}`);
    await lines(/web-1: Executing 'nap'/);
    await engine.script('die web-1');
    await lines(/web-2: Command 'bad' finished/);
    await engine.script('pause web-2; pause web-3; unpause web-3');
    await lines(/web-3: Command 'tick' finished/);
    await engine.script('scale web to 0');
    await lines(/Removed 'tick'/);
    await end('SIGTERM');
  },
  'bosun-killed-in-the-middle-of-runs': async ({ engine, bosun, end, container, lines }) => {
    await container('web-1', {
      'long.command': 'sleep 4',
      'long.interval': '2s',
      'gone.command': 'sleep 60',
      'gone.interval': '2s',
      'short.command': 'sleep 1',
      'short.interval': '2s',
      'short.grace': '1s',
      'tick.command': 'true',
      'tick.interval': '1s',
    });
    bosun();
    await lines(/'(long|gone|short)', .* is exec/, 3);
    await end('SIGKILL');
    await passed(2_500); // what falls due meanwhile is missed, but for the last
    bosun();
    await lines(/'long', .* still runs/);
    await engine.script('restart');
    await lines(/its end is not known/);
    await lines(/Executing/, 3);
    await end('SIGKILL');
    bosun();
    await lines(/Executing/);
  },
  'a-full-pool-and-other-definitions': async ({ engine, bosun, container, lines }) => {
    bosun({ JOB_POOL_SIZE: '1' });
    await lines(/Listening to events/);
    const slow = { 'slow.command': 'sleep 3', 'slow.interval': '2s' };
    const hasty = { 'hasty.command': 'true', 'hasty.interval': '2s', 'hasty.grace': '1s' };
    await container('web-1', { ...slow, ...hasty, 'hasty.env.PASSWORD': 'one that nobody may read', 'wrong.interval': '2s' });
    await lines(/Missed 'hasty'/);
    await container('web-2', { ...slow, ...hasty, 'hasty.env.PASSWORD': 'another that nobody may read' });
    await engine.script('die web-1');
    await lines(/web-2: Command 'hasty' finished/);
    const ending = { 'slow.command': 'sleep 30', 'slow.interval': '2s', 'slow.timeout': '1s', 'slow.jitter': '1s' };
    await container('web-3', { ...ending, 'once.date': '2020-01-01', 'once.command': 'true' });
    await engine.script('die web-2');
    await lines(/ending it/);
    await engine.script('pause web-3');
    await lines(/Paused/);
  },
  'a-host-that-leads-a-cluster-and-no-more': ({ engine, bosun, container, lines }) => {
    const pool = (state: string) => ({
      classic: { web: [{ id: 'i-1', state }, ...['i-2', 'i-3'].map((id) => ({ id, state: 'InService' }))] },
    });
    const host = { instanceId: 'i-2', region: 'eu-west-1', privateIp: '10.0.0.2' };
    return withLoadBalancing(pool('OutOfService'), (aws) =>
      withMetadata(host, async ({ url }) => {
        const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
        const cluster = { CLUSTER: 'elb:web', CLUSTER_POLL: '1s', CLUSTER_HOLD: '3s', AWS_ENDPOINT_URL: aws.url };
        await container('web-1', { 'options.flags': 'cluster', 'tick.command': 'true', 'tick.interval': '1s' });
        await container('web-2', { 'options.flags': 'cluster', 'tick.command': 'true', 'tick.interval': '1s' });
        bosun({ ...cluster, ...keys, AWS_EC2_METADATA_SERVICE_ENDPOINT: url });
        await lines(/Executing 'tick'/, 2);
        await engine.script('die web-1');
        await lines(/web-2: Executing 'tick'/);
        aws.pool = pool('InService');
        await lines(/Paused/);
        aws.pool = pool('OutOfService');
        await lines(/Executing 'tick'/);
        aws.pool = {};
        await lines(/Paused/);
      }),
    );
  },
};
