import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { engineAddress, type SshAddress } from '../src/edge/engine-address.ts';
import { SshAgent } from '../src/edge/ssh-agent.ts';
import { sshStandIn } from './support/ssh-stand-in.ts';
import { withRealEngine, type Daemon } from './support/world.ts';

withRealEngine('an engine behind ssh', ({ container, daemon, docker }) => {
  const DOCKER_HOST = 'ssh://me@engine.example:2222/run/docker.sock';

  const standIn = () => {
    const ssh = sshStandIn((docker().modem as unknown as { socketPath: string }).socketPath);
    onTestFinished(ssh.remove);
    return ssh;
  };

  /** Lives, and is no zombie whose parent has ended before it. */
  const lives = (pid: number): boolean => {
    try {
      return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };

  const gone = async (pids: readonly number[]) => {
    for (let n = 0; n < 100 && pids.some(lives); n++) await sleep(50);
    expect(pids.filter(lives)).toEqual([]);
  };

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'runs jobs, each over one more connection at most, of which none outlives a %s',
    async (signal) => {
      await container('app', { 'tick.command': 'echo tack', 'tick.interval': '1s' });
      const ssh = standIn();
      const bosun = daemon({ DOCKER_HOST, PATH: ssh.path });
      await bosun.line(/Listening/);
      const [words, ...rest] = new Set(ssh.told().map((told) => told.words));
      expect(words).toMatch(
        /^-o BatchMode=yes .* -l me -p 2222 -- engine.example docker --host unix:\/\/\/run\/docker.sock system dial-stdio$/,
      );
      expect(rest).toEqual([]);
      const before = ssh.told().filter(({ what }) => what === 'begun').length;
      expect(before).toBeLessThanOrEqual(2); // the events', and one for the rest
      await bosun.next(/^tack$/, 3);
      expect(ssh.told().filter(({ what }) => what === 'begun').length - before).toBeLessThanOrEqual(5);
      expect(await bosun.end(signal)).toBe(signal === 'SIGTERM' ? 0 : null);
      await gone(ssh.told().map(({ pid }) => pid));
    },
  );

  it('that is lost says what ssh says, and is found again', async () => {
    const ssh = standIn();
    const bosun = daemon({ DOCKER_HOST, PATH: ssh.path });
    await bosun.line(/Listening/);
    ssh.fail('client_loop: send disconnect: Broken pipe\r\nssh: connect to host engine.example port 2222: No route to host\r\n');
    for (const { pid } of ssh.told()) if (lives(pid)) process.kill(pid);
    await bosun.line(/Lost the engine: ssh: connect to host engine.example port 2222: No route to host\. Schedules stay/);
    ssh.fail();
    await bosun.next(/Listening/);
  });

  it.each([
    ['me@engine.example: Permission denied (publickey).\r\n', 'ssh: me@engine.example: Permission denied (publickey)'],
    ['No ED25519 host key is known for engine.example.\r\nHost key verification failed.\r\n', 'ssh: Host key verification failed'],
    ['sh: 1: docker: not found\n', 'ssh: sh: 1: docker: not found'],
    ['', 'ssh ended with exit code 255'],
  ])('that is not reached, with %j, says why', async (complaint, reason) => {
    const ssh = standIn();
    ssh.fail(complaint);
    await saysWhy(daemon({ DOCKER_HOST, PATH: ssh.path }), reason);
  });

  it('is not reached without ssh', async () => {
    await saysWhy(daemon({ DOCKER_HOST, PATH: '/nowhere' }), 'there is no ssh in PATH');
  });

  async function saysWhy(bosun: Daemon, reason: string): Promise<void> {
    expect(await bosun.exited).toBe(1);
    expect(bosun.lines(/CRITICAL|No engine/)).toEqual([`No engine answers at ${DOCKER_HOST}: ${reason}. DOCKER_HOST says where it is.`]);
  }

  it('of many calls no more than five log in at the same time, and a connection that nobody uses is closed', async () => {
    const ssh = standIn();
    vi.stubEnv('PATH', ssh.path);
    onTestFinished(() => void vi.unstubAllEnvs());
    const agent = new SshAgent(engineAddress(DOCKER_HOST) as SshAddress, 500);
    const call = async () => {
      const [answer] = (await once(get({ agent, path: '/_ping', host: 'docker' }), 'response')) as [IncomingMessage];
      await once(answer.resume(), 'end');
      return answer.statusCode;
    };
    expect(new Set(await Promise.all(Array.from({ length: 12 }, call)))).toEqual(new Set([200]));
    let [open, most] = [0, 0];
    for (const { what } of ssh.told()) {
      open += what === 'begun' ? 1 : -1;
      most = Math.max(most, open);
    }
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(5);
    await gone(ssh.told().map(({ pid }) => pid));
    expect(await call()).toBe(200);
    agent.destroy();
    await gone(ssh.told().map(({ pid }) => pid));
  });
});
