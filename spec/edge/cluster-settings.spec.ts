import { expect, it } from 'vitest';
import { readCluster } from '../../src/edge/cluster-settings.ts';
import { readSettings } from '../../src/edge/settings.ts';

const web = { kind: 'elb', name: 'web' };

it.each([
  ['nothing', {}, undefined],
  ['a classic load balancer', { CLUSTER: 'elb:web' }, { balancer: web, poll: 15_000, hold: 60_000, takeover: 75_000 }],
  ['a target group', { CLUSTER: ' alb:a-1 ' }, { balancer: { kind: 'alb', name: 'a-1' }, poll: 15_000, hold: 60_000, takeover: 75_000 }],
  ['another poll', { CLUSTER: 'elb:web', CLUSTER_POLL: '5' }, { balancer: web, poll: 5_000, hold: 60_000, takeover: 65_000 }],
  ['another hold', { CLUSTER: 'elb:web', CLUSTER_HOLD: '1m 30s' }, { balancer: web, poll: 15_000, hold: 90_000, takeover: 105_000 }],
  ['a longer takeover', { CLUSTER: 'elb:web', CLUSTER_TAKEOVER: '10m' }, { balancer: web, poll: 15_000, hold: 60_000, takeover: 600_000 }],
  [
    'the least of all',
    { CLUSTER: 'elb:web', CLUSTER_POLL: '1s', CLUSTER_HOLD: '2s', CLUSTER_TAKEOVER: '3s' },
    { balancer: web, poll: 1_000, hold: 2_000, takeover: 3_000 },
  ],
  [
    'the most of all',
    { CLUSTER: 'elb:web', CLUSTER_POLL: '1h', CLUSTER_HOLD: '1d' },
    { balancer: web, poll: 3_600_000, hold: 86_400_000, takeover: 90_000_000 },
  ],
])('%s is read without a warning', (_, environment, cluster) => {
  expect(readCluster(environment)).toEqual({ cluster, warnings: [] });
  expect(readSettings(environment)).toMatchObject({ settings: { cluster }, warnings: [] });
});

const FORM = 'allowed elb:NAME of a classic load balancer and alb:NAME of a target group';

it.each([
  [{ CLUSTER: 'web' }, [`CLUSTER: "web", ${FORM}`]],
  [{ CLUSTER: 'elb:' }, [`CLUSTER: "elb:", ${FORM}`]],
  [{ CLUSTER: 'ELB:web' }, [`CLUSTER: "ELB:web", ${FORM}`]],
  [{ CLUSTER: 'elb:our web' }, [`CLUSTER: "elb:our web", ${FORM}`]],
  [{ CLUSTER: 'alb:arn:aws:elb/web' }, [`CLUSTER: "alb:arn:aws:elb/web", ${FORM}`]],
  [{ CLUSTER_POLL: '0.5' }, ['CLUSTER_POLL: "0.5", allowed 1s to 1h']],
  [{ CLUSTER_POLL: '61m' }, ['CLUSTER_POLL: "61m", allowed 1s to 1h']],
  [{ CLUSTER_HOLD: '2d' }, ['CLUSTER_HOLD: "2d", allowed 1s to 1d']],
  [{ CLUSTER_TAKEOVER: '25h' }, ['CLUSTER_TAKEOVER: "25h", allowed 0s to 1d']],
  [
    { CLUSTER: 'elb:web', CLUSTER_HOLD: '15' },
    ['CLUSTER_HOLD: 15 s, allowed more than CLUSTER_POLL (15 s), or each answer is too old before the next one'],
  ],
  [
    { CLUSTER: 'elb:web', CLUSTER_POLL: '2m' },
    ['CLUSTER_HOLD: 60 s, allowed more than CLUSTER_POLL (120 s), or each answer is too old before the next one'],
  ],
  [
    { CLUSTER: 'web', CLUSTER_HOLD: '9', CLUSTER_POLL: '10' },
    [`CLUSTER: "web", ${FORM}`, 'CLUSTER_HOLD: 9 s, allowed more than CLUSTER_POLL (10 s), or each answer is too old before the next one'],
  ],
  [{ CLUSTER: 'web', CLUSTER_HOLD: '9', CLUSTER_POLL: '0' }, [`CLUSTER: "web", ${FORM}`, 'CLUSTER_POLL: "0", allowed 1s to 1h']],
])('%j: every fault is told', (environment, faults) => {
  expect(readCluster(environment)).toEqual({ faults });
  expect(readSettings({ ...environment, JOB_POOL_SIZE: 'ten' })).toEqual({
    faults: [...faults, 'JOB_POOL_SIZE: "ten" is no whole number from 1 on'],
  });
});

it.each([
  [
    { CLUSTER: 'elb:web', CLUSTER_TAKEOVER: '74' },
    [
      'CLUSTER_TAKEOVER: with 74 s, less than CLUSTER_HOLD and CLUSTER_POLL together (75 s), two hosts can lead at the same time when the leader changes',
    ],
  ],
  [{ CLUSTER: 'elb:web', CLUSTER_TAKEOVER: '75' }, []],
  [
    { CLUSTER_POLL: '30', CLUSTER_HOLD: '20', CLUSTER_TAKEOVER: '0' },
    ['CLUSTER_POLL', 'CLUSTER_HOLD', 'CLUSTER_TAKEOVER'].map((name) => `${name}: has no effect without CLUSTER`),
  ],
  [{ CLUSTER: '', CLUSTER_POLL: '30', CLUSTER_HOLD: '' }, ['CLUSTER_POLL: has no effect without CLUSTER']],
])('%j: what is odd is a warning', (environment, warnings) => {
  expect(readSettings(environment)).toMatchObject({ warnings });
});

it('warns where one answer that is missing would end the lead', () => {
  expect(readCluster({ CLUSTER: 'elb:web', CLUSTER_HOLD: '29.9' })).toMatchObject({
    warnings: ['CLUSTER_HOLD: with 29.9 s, less than twice CLUSTER_POLL (15 s), one late or missing answer ends the lead'],
  });
});
