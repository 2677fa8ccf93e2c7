import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

const BLOCK =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** `health.ca` is not a usable file. The message names it and says why. */
export class UnreadableAuthorities extends Error {}

/** Above that of every bundle of authorities. */
const LARGEST_BYTES = 4 * 2 ** 20;

/** The PEM certificates in a file beside whoever asks; null if none is set. @throws UnreadableAuthorities */
export async function readAuthorities(path: string | null): Promise<string | null> {
  if (path === null) return null;
  const text = await textOf(path).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new UnreadableAuthorities(`health.ca cannot be read: ${why}`);
  });
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) throw new UnreadableAuthorities(`health.ca holds no certificate in PEM: ${path}`);
  const broken = blocks.findIndex((block) => !isCertificate(block));
  if (broken === -1) return blocks.join('\n');
  throw new UnreadableAuthorities(`certificate ${broken + 1} of health.ca cannot be read: ${path}`);
}

/** A worker is told the path: a device or a pipe would have no end. */
async function textOf(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`${path} is not a file`);
  if (found.size > LARGEST_BYTES) throw new Error(`${path} is larger than ${LARGEST_BYTES / 2 ** 20} MB`);
  return await readFile(path, 'utf8');
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}
