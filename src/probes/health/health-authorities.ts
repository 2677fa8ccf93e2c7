import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const BLOCK =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** `health.ca` is not a usable file. The message names it and says why. */
export class UnreadableAuthorities extends Error {}

/** The PEM certificates in a file on the bot's machine; null if none is set. @throws UnreadableAuthorities */
export async function readAuthorities(path: string | null): Promise<string | null> {
  if (path === null) return null;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new UnreadableAuthorities(`the bot cannot read health.ca: ${why}`);
  });
  const blocks = text.match(BLOCK) ?? [];
  if (blocks.length === 0) throw new UnreadableAuthorities(`health.ca holds no certificate in PEM: ${path}`);
  const broken = blocks.findIndex((block) => !isCertificate(block));
  if (broken === -1) return blocks.join('\n');
  throw new UnreadableAuthorities(`certificate ${broken + 1} of health.ca cannot be read: ${path}`);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}
