import { expect, it } from 'vitest';
import { ownId } from '../../src/edge/own-id.ts';

const ID = 'a1'.repeat(32);

it.each([
  ['in Docker', `733 720 254:1 /var/lib/docker/containers/${ID}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw`, 'web', ID],
  ['in Podman', `812 790 0:24 /containers/storage/overlay-containers/${ID}/userdata/hosts /etc/hosts rw - tmpfs tmpfs rw`, 'web', ID],
  ['in a container of which only the host name tells', '733 720 0:50 / / rw - overlay overlay rw', 'a1a1a1a1a1a1', 'a1a1a1a1a1a1'],
  [
    'on a host with a container whose memory is shared',
    `98 29 0:60 / /var/lib/docker/containers/${ID}/mounts/shm rw - tmpfs shm rw`,
    'db7',
    undefined,
  ],
  ['on a host', '22 28 0:20 / /sys rw - sysfs sysfs rw', 'build-42', undefined],
])('%s', (_, mounts, host, id) => {
  expect(ownId(`22 28 0:20 / /sys rw - sysfs sysfs rw\n${mounts}\n`, host)).toBe(id);
});
