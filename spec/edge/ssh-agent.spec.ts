import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { engineAddress } from '../../src/edge/engine-address.ts';
import { SshAgent, sshWords } from '../../src/edge/ssh-agent.ts';

const address = (text: string) => {
  const read = engineAddress(text);
  if (read.way !== 'ssh') throw new Error(text);
  return read;
};

it.each([
  ['ssh://engine', '-- engine docker system dial-stdio'],
  ['ssh://me@engine:2222', '-l me -p 2222 -- engine docker system dial-stdio'],
  ['ssh://engine/run/user/1000/docker.sock', '-- engine docker --host unix:///run/user/1000/docker.sock system dial-stdio'],
  ["ssh://engine/a';reboot", "-- engine docker --host 'unix:///a'\\'';reboot' system dial-stdio"],
  ['ssh://-oProxyCommand=reboot', '-- -oProxyCommand=reboot docker system dial-stdio'],
])('%s is reached by ssh', (text, words) => {
  expect(sshWords(address(text)).join(' ')).toBe(`-o BatchMode=yes -o ConnectTimeout=30 -T ${words}`);
});

it('says no more of itself than its name', () => {
  expect(inspect(new SshAgent(address('ssh://engine')), { showHidden: true, depth: null })).toBe('SshAgent');
});
