import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { refusals } from '../support/aws/refusal.ts';
import { FIRST, withHost, type Host } from '../support/host.ts';

// -s: in a mount namespace of its own, in which /dev has nothing but /dev/null and, while a syslog daemon of the spec runs, /dev/log.

const reason = whyNoNamespace();
const onSyslog = reason === undefined ? it : it.skip; // skipped as an ordinary user, who has no mounts of his own: its name says so
const named = (name: string) => (reason === undefined ? name : `${name} (not run: ${reason})`);

function whyNoNamespace(): string | undefined {
  try {
    execFileSync('unshare', ['-m', 'perl', '-MSocket', '-e', '1'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no mount namespace or no perl here';
  }
}

/** A syslog daemon in Perl: Node has no datagram unix sockets. It prints each datagram on a line until it is told to end. */
const DAEMON = `
use Socket; $| = 1;
socket(my $log, PF_UNIX, SOCK_DGRAM, 0) or die; bind($log, sockaddr_un("/dev/log")) or die $!;
$SIG{TERM} = sub { exit };
print STDERR "ready\\n";
while (defined recv($log, my $line, 65536, 0)) { $line =~ s/\\n/\\\\n/g; print "$line\\n"; }
`;

/** Runs a line of sh where the daemon runs, and gives what it got beside what the line printed. */
async function logged(host: Host, line: string) {
  await host.file('daemon.pl', DAEMON);
  await host.file('line.sh', line);
  await host.file(
    'all.sh',
    `mount -n -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3
     rm -f ready; mkfifo ready; perl daemon.pl > got 2> ready & daemon=$!; read ready < ready
     sh line.sh; code=$?
     kill $daemon; wait; exit $code`,
  );
  const ended = await host.sh('unshare -m sh all.sh');
  return { ...ended, got: (await host.read('got')).split('\n').slice(0, -1) };
}

const entry = (priority: number, name: string, text: string): unknown =>
  expect.stringMatching(new RegExp(`^<${priority}>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d ${name.replace('.', '\\.')} \\[\\d+\\]: ${text}$`));

onSyslog(named('clustercron -v -s elb mylbname echo test'), () =>
  withHost(async (host) => {
    const { code, stdout, stderr, got } = await logged(host, 'clustercron -v -s elb mylbname echo test');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(got).toEqual([
      entry(14, 'clustercron.lb', `Instance ID: ${FIRST}`),
      entry(14, 'clustercron.elb', `Healthy instances: ${FIRST}, i-0f13be692f5f35b5e`),
      entry(14, 'clustercron.main', 'run command: echo test'),
      entry(14, 'clustercron.main', 'stdout: test'),
      entry(14, 'clustercron.main', 'stderr: '),
      entry(14, 'clustercron.main', 'returncode: 0'),
    ]);
    expect(new Set(got.map((line) => /\[(\d+)\]/.exec(line)?.[1])).size).toBe(1);
  }),
);

onSyslog(named('errors and warnings go there too, with their severity, and nothing to stderr'), () =>
  withHost(async (host) => {
    host.aws.fault(refusals.throttled);
    expect(await logged(host, 'clustercron -s elb mylbname')).toMatchObject({
      code: 1,
      stderr: '',
      got: [entry(11, 'clustercron.lb', 'Nobody knows whether this host is master: AWS throttles: .*')],
    });
    host.aws.heal();
    expect(await logged(host, 'clustercron -s elb nobody')).toMatchObject({
      code: 1,
      stderr: '',
      got: [entry(12, 'clustercron.elb', 'None of the targets is healthy, of 2: nobody is master\\.')],
    });
  }),
);

onSyslog(named('what a command wrote comes line by line, however much'), () =>
  withHost(async (host) => {
    const { got } = await logged(host, 'clustercron -v -s elb mylbname seq 1000');
    expect(got.filter((line) => line.includes('stdout: ')).map((line) => Number(line.split('stdout: ')[1]))).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index + 1),
    );
  }),
);

onSyslog(named('without a syslog, and where nobody listens any more, the log is on stderr'), () =>
  withHost(async (host) => {
    const line = 'clustercron -v -s elb mylbname';
    await host.file('gone.sh', `mount -n -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3; ${line}`);
    const expected = { code: 0, stderr: expect.stringContaining(`INFO     clustercron.lb : Instance ID: ${FIRST}\n`) as unknown };
    expect(await host.sh('unshare -m sh gone.sh')).toMatchObject(expected);
    expect(
      await logged(
        host,
        `kill $daemon 2>/dev/null; pkill -P $PPID perl; while kill -0 $(pgrep -P $PPID perl) 2>/dev/null; do :; done; ${line}`,
      ),
    ).toMatchObject(expected);
  }),
);
