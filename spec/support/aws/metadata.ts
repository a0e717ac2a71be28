import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { documents, type Instance } from './documents.ts';
import { served } from './served.ts';

/** How an instance's metadata service is set up, and what is wrong with it. */
export interface Metadata extends Instance {
  /** Tokens are given (which is the default), refused with a 403, or asked for in vain: as from a container, with a hop limit of 1. */
  readonly v2?: 'on' | 'refused' | 'silent';
  /** A question without a token is answered too (which is the default), or is a 401. */
  readonly v1?: boolean;
  /** Nothing is answered, yet every connection stays open. */
  readonly silent?: boolean;
  /** Of every answer but a token's, whatever was asked. */
  readonly status?: number;
}

/** The instance metadata service of EC2, that only looks like it: its HTTP API on 127.0.0.1. */
export interface InstanceMetadata {
  readonly url: string;
  /** The next answer is about what is set here. */
  instance: Metadata;
  /** Every question, in order; `token`: whether it came with one, valid or not. */
  readonly calls: readonly { readonly method: string; readonly path: string; readonly token: boolean }[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
export function withMetadata<T>(instance: Metadata, use: (imds: InstanceMetadata) => Promise<T> | T): Promise<T> {
  const calls: { method: string; path: string; token: boolean }[] = [];
  const tokens = new Set<string>();
  const imds = { url: '', instance, calls };
  return served(
    (request, answer) => {
      const path = (request.url ?? '').replace(/\/+/g, '/'); // clients ask for //latest/…, and it is all one to EC2
      calls.push({ method: request.method ?? '', path, token: TOKEN in request.headers });
      if (imds.instance.silent) return;
      if (path === '/latest/api/token') token(imds.instance, tokens, request, answer);
      else question(imds.instance, tokens, request, answer, path);
    },
    (url) => use(Object.assign(imds, { url })),
  );
}

const TOKEN = 'x-aws-ec2-metadata-token';

const SECONDS = 'x-aws-ec2-metadata-token-ttl-seconds';

function token({ v2 = 'on' }: Metadata, tokens: Set<string>, { method, headers }: IncomingMessage, answer: ServerResponse): void {
  const seconds = Number(headers[SECONDS]);
  if (method !== 'PUT') return refuse(answer, 405, 'Not Allowed');
  if (v2 === 'silent') return;
  if (v2 === 'refused' || 'x-forwarded-for' in headers) return refuse(answer, 403, 'Forbidden');
  if (!(seconds >= 1 && seconds <= 21_600)) return refuse(answer, 400, 'Bad Request');
  const given = `${randomBytes(39).toString('base64url')}==`;
  tokens.add(given);
  answer.writeHead(200, { 'content-type': 'text/plain', server: 'EC2ws', [SECONDS]: seconds }).end(given);
}

function question(instance: Metadata, tokens: Set<string>, request: IncomingMessage, answer: ServerResponse, path: string): void {
  const given = request.headers[TOKEN];
  const known = given === undefined ? (instance.v1 ?? true) : tokens.has(String(given));
  if (!known) return refuse(answer, 401, 'Unauthorized');
  if (instance.status !== undefined) return refuse(answer, instance.status, 'Error');
  const document = request.method === 'GET' ? documents(instance, Date.now())[path.replace(/\/$/, '')] : undefined;
  if (document === undefined) return refuse(answer, 404, 'Not Found');
  answer.writeHead(200, { 'content-type': 'text/plain', server: 'EC2ws' }).end(document);
}

function refuse(answer: ServerResponse, status: number, words: string): void {
  const title = `${status} - ${words}`;
  const page = `<html>\n <head>\n  <title>${title}</title>\n </head>\n <body>\n  <h1>${title}</h1>\n </body>\n</html>\n`;
  answer.writeHead(status, { 'content-type': 'text/html', server: 'EC2ws' }).end(`<?xml version="1.0" encoding="iso-8859-1"?>\n${page}`);
}
