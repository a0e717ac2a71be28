import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { errorResponse, outcome, response, type Call } from './answers.ts';
import { faults, write, type Faults, type Written } from './faults.ts';
import type { Pool } from './pool.ts';
import { refusals, type Refusal } from './refusal.ts';
import { served } from './served.ts';

/** Elastic Load Balancing, classic and v2, that only looks like it: its HTTP API on 127.0.0.1, and whatever can go wrong with it. */
export interface LoadBalancing {
  readonly url: string;
  /** What is registered; the next answer gives what is set here. */
  pool: Pool;
  /** Every question that was read, in order, refused ones too. */
  readonly calls: readonly Call[];
  /** Lets something go wrong, after what was said before: `aws.fault(refusals.throttled, { times: 2 })`. */
  readonly fault: Faults['add'];
  /** Ends all faults. */
  readonly heal: () => void;
}

export function withLoadBalancing<T>(pool: Pool, use: (aws: LoadBalancing) => Promise<T> | T): Promise<T> {
  const calls: Call[] = [];
  const wrong = faults();
  const aws = { url: '', pool, calls, fault: wrong.add, heal: wrong.clear };
  return served(
    async (request, answer) => {
      const call = await asked(request);
      calls.push(call);
      const fault = wrong.take(call);
      const given = fault && 'code' in fault ? fault : (unsigned(request, call) ?? outcome(aws.pool, call));
      await write(answer, fault && 'body' in fault ? raw(fault) : written(call, given), fault);
    },
    (url) => use(Object.assign(aws, { url })),
  );
}

async function asked(request: IncomingMessage): Promise<Call> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
  const { Action: action = '', Version: version = '', ...parameters } = Object.fromEntries(new URLSearchParams(body));
  const [, key = '', region = ''] = CREDENTIAL.exec(request.headers.authorization ?? '') ?? [];
  return { action, version, parameters, region, key };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/elasticloadbalancing\/aws4_request,/;

/** What a call is refused with that nobody signed, or with temporary credentials without their token; a signature itself is believed. */
function unsigned(request: IncomingMessage, { key }: Call): Refusal | undefined {
  if (key === '') return refusals.unsigned;
  return key.startsWith('ASIA') && request.headers['x-amz-security-token'] === undefined ? refusals.unknownKey : undefined;
}

function written(call: Call, given: string | Refusal): Written {
  const id = randomUUID();
  const headers = { 'x-amzn-requestid': id, 'content-type': 'text/xml' };
  return typeof given === 'string'
    ? { status: 200, headers, body: response(call, given, id) }
    : { status: given.status, headers, body: errorResponse(call, given, id) };
}

const raw = ({ body, status = 200, type = 'text/xml' }: { body: string; status?: number; type?: string }): Written => ({
  status,
  headers: { 'content-type': type },
  body,
});
