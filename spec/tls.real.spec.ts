import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { authority, store, type Authority, type Certificate } from './support/certificates.ts';
import { tlsFront } from './support/tls-front.ts';
import { withRealEngine } from './support/world.ts';

withRealEngine('an engine behind TLS', ({ container, daemon, docker }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bosun-tls-'));
  const HOUR = 3_600_000;
  const past = new Date(Date.now() - HOUR);
  const second = (time: Date) => time.toISOString().replace(/\.\d+/, '');
  let [own, other]: Authority[] = [];
  let right: Certificate;
  let ours: string;

  beforeAll(async () => {
    [own, other] = [await authority(), await authority()];
    right = await own.sign();
    ours = store(join(folder, 'ours'), { ca: own.ca, ...(await own.sign({ names: ['bosun'] })) });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const front = async (options: TlsOptions) => {
    const made = await tlsFront((docker().modem as unknown as { socketPath: string }).socketPath, { ca: own!.ca, ...options });
    onTestFinished(made.close);
    return made;
  };

  /** The daemon on its way to a port. */
  const bosun = (port: number, environment: Record<string, string> = {}) =>
    daemon({ DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: ours, ...environment });

  const runs = async (options: TlsOptions, environment?: Record<string, string>) => {
    await container('app', { 'tick.command': 'echo tack', 'tick.interval': '1s' });
    await bosun((await front(options)).port, environment).line(/^tack$/);
  };

  const refused = async (options: TlsOptions, environment?: Record<string, string>) => {
    const { port } = await front(options);
    const told = bosun(port, environment);
    expect(await told.exited).toBe(1);
    const [line = ''] = told.lines(/No engine answers/);
    const [, reason = line] =
      new RegExp(`^No engine answers at \\w+://127\\.0\\.0\\.1:${port}: (.*)\\. DOCKER_HOST says where it is\\.$`).exec(line) ?? [];
    return reason.replaceAll(folder, '');
  };

  it.each([
    ['that is right', {}, {}],
    ['whose name is checked', {}, { ASSERT_HOSTNAME: 'on' }],
    ['over exactly TLS 1.2', {}, { SSL_VERSION: 'TLSv1_2' }],
    ['over exactly TLS 1.3', { minVersion: 'TLSv1.3' }, { SSL_VERSION: 'TLSv1_3' }],
    ['that is as old as TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }, { SSL_VERSION: 'TLSv1' }],
  ] as const)('%s runs a job', async (_, options, environment) => {
    await runs({ ...right, ...options }, environment);
  });

  it('with a certificate for another host runs a job', async () => {
    await runs(await own!.sign({ names: ['engine.example', '10.0.0.5'] }));
  });

  it('that nobody verifies runs a job, with a warning', async () => {
    await container('app', { 'tick.command': 'echo tack', 'tick.interval': '1s' });
    const { port } = await front({ ...(await other!.sign()) });
    const told = bosun(port, { DOCKER_TLS_VERIFY: '' });
    await told.line(/^tack$/);
    expect(told.lines(/certificate is not verified/)).toHaveLength(1);
  });

  it('with a certificate for another host is refused where the name is checked', async () => {
    const certificate = await own!.sign({ names: ['engine.example', '10.0.0.5'] });
    expect(await refused(certificate, { ASSERT_HOSTNAME: 'on' })).toBe(
      'its certificate is for engine.example, 10.0.0.5, not for 127.0.0.1, and ASSERT_HOSTNAME is on',
    );
  });

  it('with an expired certificate is refused', async () => {
    expect(await refused(await own!.sign({ until: past }))).toBe(`its certificate has expired, it was valid until ${second(past)}`);
  });

  it('with a certificate of another authority is refused', async () => {
    expect(await refused(await other!.sign())).toBe('its certificate is not signed by the authority of /ours/ca.pem');
  });

  it('with a certificate of an unknown authority is refused where none is given', async () => {
    const environment = { DOCKER_TLS_VERIFY: '', DOCKER_CERT_PATH: '' };
    const { port } = await front(right);
    const told = bosun(port, { ...environment, DOCKER_HOST: `https://127.0.0.1:${port}` });
    expect(await told.line(/No engine/)).toContain(
      'its certificate is not signed by an authority that is known here, and there is no ca.pem',
    );
  });

  it('that wants a certificate says so where there is none', async () => {
    const { port } = await front(right);
    const told = bosun(port, {
      ...{ DOCKER_TLS_VERIFY: '', DOCKER_CERT_PATH: '', DOCKER_HOST: `https://127.0.0.1:${port}`, ASSERT_HOSTNAME: 'off' },
      NODE_EXTRA_CA_CERTS: join(ours, 'ca.pem'),
    });
    expect(await told.line(/No engine/)).toContain('it wants a client certificate, and there is none: DOCKER_CERT_PATH says where');
    expect(await told.exited).toBe(1);
  });

  it.each(['TLSv1_2', 'TLSv1_3'])('that does not accept our certificate says so, with %s', async (version) => {
    const foreign = store(join(folder, 'foreign'), { ca: own!.ca, ...(await other!.sign()) });
    expect(await refused(right, { DOCKER_CERT_PATH: foreign, SSL_VERSION: version })).toMatch(
      /it does not accept our certificate, \/foreign\/cert\.pem/,
    );
  });

  it('to which our certificate has expired says so', async () => {
    const expired = store(join(folder, 'expired'), { ca: own!.ca, ...(await own!.sign({ until: past })) });
    expect(await refused(right, { DOCKER_CERT_PATH: expired })).toMatch(
      new RegExp(`it does not accept our certificate, /expired/cert.pem, which has expired, it was valid until ${second(past)}$`),
    );
  });

  it.each([
    ['TLSv1_2', { minVersion: 'TLSv1.3' }],
    ['TLSv1_3', { maxVersion: 'TLSv1.2' }],
  ] as const)('that does not speak %s is refused', async (SSL_VERSION, options) => {
    expect(await refused({ ...right, ...options }, { SSL_VERSION })).toBe(
      `it does not speak the version of TLS that SSL_VERSION demands, ${SSL_VERSION}`,
    );
  });

  it('that speaks none is refused', async () => {
    const server = createServer((one) => one.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    expect(await bosun((server.address() as AddressInfo).port).line(/No engine/)).toMatch(/: it speaks no TLS there\. DOCKER_HOST says/);
  });

  it('whose certificate is changed for an expired one is said to be lost for that, once', async () => {
    const { port, change } = await front(right);
    const told = bosun(port);
    await told.line(/Listening/);
    change(await own!.sign({ until: past }));
    await told.line(/Lost the engine: its certificate has expired, it was valid until \S+\. Schedules stay/);
    change(right);
    await told.next(/Listening/);
    expect(told.lines(/Lost/)).toHaveLength(2);
  });
});
