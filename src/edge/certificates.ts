import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Docker's own client reads of a folder, in PEM. */
export interface Certificates {
  readonly folder: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Whether a folder has anything of it. */
export const hasCertificates = (folder: string): boolean => FILES.some((file) => existsSync(join(folder, file)));

/** Reads all three files and holds them against each other, or says what is wrong with them; `where` is the setting that names the folder. */
export function certificates(folder: string, where: string): Certificates | { readonly faults: readonly string[] } {
  const missing = FILES.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) return { faults: [`${where}: there is no ${missing.join(' and no ')} in ${folder}, allowed are ${ALL}`] };
  const faults: string[] = [];
  const [ca, cert, key] = FILES.map((file) => {
    try {
      return readFileSync(join(folder, file), 'utf8');
    } catch (cause) {
      faults.push(`${join(folder, file)}: cannot be read: ${(cause as NodeJS.ErrnoException).code ?? String(cause)}`);
      return undefined;
    }
  });
  const read = { folder, ca: ca ?? '', cert: cert ?? '', key: key ?? '' };
  if (faults.length === 0) faults.push(...wrong(read));
  return faults.length > 0 ? { faults } : read;
}

const FILES = ['ca.pem', 'cert.pem', 'key.pem'] as const;
const ALL = `all three of ${FILES.join(', ')}`;

function wrong({ folder, ca, cert, key }: Certificates): readonly string[] {
  const [authority, own, secret] = [
    parsed(() => new X509Certificate(ca)),
    parsed(() => new X509Certificate(cert)),
    parsed(() => createPrivateKey(key)),
  ];
  if (authority && own && secret) return own.checkPrivateKey(secret) ? [] : [`${folder}/key.pem: is not the key of cert.pem`];
  return [
    ...(authority ? [] : [`${folder}/ca.pem: ${NO_CERTIFICATE}`]),
    ...(own ? [] : [`${folder}/cert.pem: ${NO_CERTIFICATE}`]),
    ...(secret ? [] : [`${folder}/key.pem: holds no key, allowed is a private key in PEM, without a passphrase`]),
  ];
}

const NO_CERTIFICATE = 'holds no certificate, allowed is one in PEM';

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
