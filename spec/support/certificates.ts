import 'reflect-metadata'; // for the package below
import { webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

/** A key with its certificate, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Signs certificates, which are valid for a day but for what is wished. */
export interface Authority {
  readonly ca: string;
  readonly sign: (wishes?: Wishes) => Promise<Certificate>;
}

interface Wishes {
  /** What it is for: host names and addresses; the default is 127.0.0.1. */
  readonly names?: readonly string[];
  readonly until?: Date;
}

/** A new authority; its name may be that of another. */
export async function authority(name = 'CA of a spec'): Promise<Authority> {
  const keys = await pair();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    ca: own.toString('pem'),
    sign: async ({ names = ['127.0.0.1'], until } = {}) => {
      const { publicKey, privateKey } = await pair();
      const signed = await x509.X509CertificateGenerator.create({
        ...validity(until),
        subject: `CN=${names[0] ?? ''}`,
        issuer: own.subject,
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value }))),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
        ],
      });
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
      return { cert: signed.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
    },
  };
}

/** Puts the files that Docker's own client looks for into a folder. */
export function store(folder: string, files: Partial<Record<'ca' | 'cert' | 'key', string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.pem`), text);
  return folder;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const DAY = 86_400_000;

const pair = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

const validity = (until = new Date(Date.now() + DAY)) => ({
  notBefore: new Date(Math.min(Date.now(), until.getTime()) - DAY),
  notAfter: until,
});
