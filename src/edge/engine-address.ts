import { unescape } from 'node:querystring'; // takes everything, unlike decodeURIComponent
import { refuse } from '../labels/text.ts';

/** Where the engine is, as it was written and as it is reached. */
export type EngineAddress = SocketAddress | NetAddress | SshAddress;

export interface SocketAddress {
  readonly text: string;
  readonly way: 'socket';
  readonly path: string;
}

export interface NetAddress {
  readonly text: string;
  readonly way: 'net';
  readonly host: string;
  /** As it was written; without one it depends on whether TLS is spoken. */
  readonly port: number | undefined;
  /** What every path begins with, without slashes around it. */
  readonly prefix: string;
  /** Whether TLS is spoken there, `asked` where the other settings say. */
  readonly tls: 'always' | 'asked' | 'never';
}

/** What was not written is left to ssh's own configuration. */
export interface SshAddress {
  readonly text: string;
  readonly way: 'ssh';
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  /** The engine's socket on that host. */
  readonly path: string | undefined;
}

/**
 * Reads an address as Docker's own client and deck-chores do; throws with what is allowed. The documented `unix://var/run/docker.sock` is absolute
 * too, `unix://` is Docker's own socket, and no scheme is `tcp`, whose port must be said then.
 */
export function engineAddress(text: string): EngineAddress {
  const [, scheme = '', rest = ''] = /^(?:([a-z+]+):\/\/)?(.*)$/is.exec(text.trim()) ?? [];
  const address = BY_SCHEME[scheme.toLowerCase()]?.(text, rest);
  return address ?? refuse(`"${withoutUser(text)}" is no address of an engine, allowed are ${ALLOWED}`);
}

const ALLOWED = 'unix://PATH, tcp://HOST:PORT, http://HOST:PORT, https://HOST:PORT and ssh://USER@HOST:PORT/PATH';

const withoutUser = (text: string): string => text.replace(/^\s*(\w+:\/\/)?.*@/s, '$1…@');

type Read = (text: string, rest: string) => EngineAddress | undefined;

const BY_SCHEME: Readonly<Record<string, Read>> = {
  unix: socket,
  'http+unix': socket,
  tcp: (text, rest) => net(text, rest, 'asked'),
  http: (text, rest) => net(text, rest, 'never'),
  https: (text, rest) => net(text, rest, 'always'),
  ssh,
  '': (text, rest) => {
    if (/^unix:/i.test(rest)) return socket(text, rest.slice('unix:'.length));
    return /:\d+$/.test(rest) ? net(text, rest, 'asked') : undefined;
  },
};

function socket(text: string, rest: string): SocketAddress {
  return { text, way: 'socket', path: rest === '' ? '/var/run/docker.sock' : rest.replace(/^\/*/, '/') };
}

/** The parts of an address; as http its port 80 would be dropped. */
function parts(rest: string): URL | undefined {
  const address = `tcp://${rest.replace(/^:/, '127.0.0.1:')}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.hostname === '' || url.search !== '' || url.hash !== '' ? undefined : url;
}

const portOf = ({ port }: URL): number | undefined => (port === '' ? undefined : Number(port));

function net(text: string, rest: string, tls: NetAddress['tls']): NetAddress | undefined {
  const url = parts(rest);
  if (url?.username !== '' || url.password !== '') return undefined;
  return { text, way: 'net', host: url.hostname, port: portOf(url), prefix: url.pathname.replace(/^\/+|\/+$/g, ''), tls };
}

function ssh(text: string, rest: string): SshAddress | undefined {
  const url = parts(rest);
  if (!url) return undefined;
  if (url.password !== '') return refuse(`"${withoutUser(text)}" has a password, allowed is none: ssh finds its keys by itself`);
  const path = unescape(url.pathname);
  return {
    text,
    way: 'ssh',
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: portOf(url),
    user: url.username === '' ? undefined : unescape(url.username),
    path: /^\/*$/.test(path) ? undefined : path,
  };
}
