import { X509Certificate } from 'node:crypto';
import { moment } from '../words/moment.ts';
import type { Tls } from './way.ts';

/** What was seen of a connection that failed. */
export interface Seen {
  /** The engine's certificate, then those that signed it; as `tls.PeerCertificate` has their times. */
  readonly chain: readonly { readonly valid_from: string; readonly valid_to: string }[];
  /** Whether it had come about, as far as we could know. */
  readonly isSecure: boolean;
  readonly isAnswered: boolean;
}

/** Why a connection failed, of what Node.js and OpenSSL have codes and alerts for; nothing where they say it well enough. */
export function tlsRefusal(cause: NodeJS.ErrnoException, seen: Seen, tls: Tls): string | undefined {
  const code = cause.code ?? '';
  if (code === 'CERT_HAS_EXPIRED') return expired(seen);
  if (code === 'CERT_NOT_YET_VALID') return early(seen);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return misnamed(cause as Partial<MisnamedError>);
  if (UNSIGNED.includes(code)) return unsigned(code, tls);
  const [, alert] = /SSL alert number (\d+)/.exec(cause.message) ?? [];
  if (alert !== undefined) return alerted(Number(alert), tls);
  if (/wrong version number|http request|packet length too long|record layer failure/.test(cause.message)) return 'it speaks no TLS there';
  if (/unsupported protocol|no protocols available|wrong ssl version/.test(cause.message)) return outdated(tls);
  if (cause.message.includes('before secure TLS connection'))
    return `it closed the connection in the TLS handshake, as if ${unaccepted(tls)}`;
  return seen.isSecure && !seen.isAnswered && CUT.includes(code) ? closed(tls) : undefined;
}

/** An end without an alert: with TLS 1.3 an engine looks at our certificate when the connection has come about for us. */
const closed = (tls: Tls): string => `it closed the connection without an answer, as if ${unaccepted(tls)}`;

const CUT = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];

const UNSIGNED = [
  'CERT_SIGNATURE_FAILURE', // an authority of the same name has another key
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

function unsigned(code: string, { certificates }: Tls): string {
  const by = certificates
    ? `by the authority of ${certificates.folder}/ca.pem`
    : 'by an authority that is known here, and there is no ca.pem';
  return `its certificate is ${code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ? 'signed by itself, not' : 'not signed'} ${by}`;
}

/** Whose certificate it is: the engine's, or one that signed it. */
function whose(
  { chain }: Seen,
  isIt: (certificate: Seen['chain'][number]) => boolean,
): { which: string; it: Seen['chain'][number] | undefined } {
  const index = chain.findIndex(isIt);
  return { which: index > 0 ? 'the certificate of its authority' : 'its certificate', it: chain[index] };
}

function expired(seen: Seen): string {
  const { which, it } = whose(seen, ({ valid_to }) => Date.parse(valid_to) < Date.now());
  return `${which} has expired${until(it?.valid_to)}`;
}

function early(seen: Seen): string {
  const { which, it } = whose(seen, ({ valid_from }) => Date.parse(valid_from) > Date.now());
  return it ? `${which} is not valid before ${moment(Date.parse(it.valid_from))}` : `${which} is not valid yet`;
}

const until = (time: string | undefined): string => (time === undefined ? '' : `, it was valid until ${moment(Date.parse(time))}`);

function misnamed(cause: Partial<MisnamedError>): string {
  const names = cause.cert?.subjectaltname?.replaceAll('DNS:', '').replaceAll('IP Address:', '') ?? 'no host';
  return `its certificate is for ${names}, not for ${cause.host ?? 'its host'}, and ASSERT_HOSTNAME is on`;
}

interface MisnamedError {
  readonly host: string;
  readonly cert: { readonly subjectaltname?: string };
}

/** The alerts of RFC 8446, section 6. */
function alerted(alert: number, tls: Tls): string {
  if (alert === PROTOCOL_VERSION) return outdated(tls);
  if (CERTIFICATE_ALERTS.includes(alert)) return unaccepted(tls, alert);
  if (alert === HANDSHAKE_FAILURE && !tls.certificates) return `it ended the handshake, as if ${unaccepted(tls)}`;
  return `it ended the handshake with the TLS alert ${alert}, SSL_VERSION is ${tls.version.name}`;
}

const HANDSHAKE_FAILURE = 40;
const CERTIFICATE_EXPIRED = 45;
const UNKNOWN_CA = 48;
const PROTOCOL_VERSION = 70;

/** Bad, unsupported, revoked, expired, unknown, unknown authority, access denied, required. */
const CERTIFICATE_ALERTS = [42, 43, 44, CERTIFICATE_EXPIRED, 46, UNKNOWN_CA, 49, 116];

function unaccepted({ certificates }: Tls, alert?: number): string {
  if (!certificates)
    return 'it wants a client certificate, and there is none: DOCKER_CERT_PATH says where ca.pem, cert.pem and key.pem are';
  const ours = `it does not accept our certificate, ${certificates.folder}/cert.pem`;
  const { validTo } = new X509Certificate(certificates.cert);
  if (Date.parse(validTo) < Date.now()) return `${ours}, which has expired${until(validTo)}`;
  if (alert === CERTIFICATE_EXPIRED) return `${ours}, which has expired by its clock`;
  return alert === UNKNOWN_CA ? `${ours}, whose authority it does not know` : ours;
}

const outdated = ({ version }: Tls): string =>
  version.options.minVersion === undefined
    ? 'it speaks no version of TLS from TLSv1_2 on: SSL_VERSION can name an older one'
    : `it does not speak the version of TLS that SSL_VERSION demands, ${version.name}`;
