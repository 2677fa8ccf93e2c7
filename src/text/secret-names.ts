/** Names of secret-like files (DESIGN 6), as patterns for find(1): no brackets, no question marks. */
export const secretNames = ['.env*', '*.pem', '*.key', 'id_*', '*credentials*'] as const;

const patterns = secretNames.map((name) => new RegExp(`^${name.split('*').map(escaped).join('.*')}$`, 's'));

/** `.env.example` and its like hold no values, and `*.pub` is the half of a key pair that everybody may have. */
const open = /\.pub$|\.(?:example|sample|template|dist)$/;

/**
 * Program text and documentation: `id_map.py`, and the `credentials.py` that boto and google-auth bring into every
 * Python service. A name that says only this much proves no secret; `secret: true` in the manifest does.
 */
const source =
  /\.(?:py[cio]?|pyx|so|[cm]?[jt]sx?|map|go|rb|java|class|kt|rs|php|pl|lua|cs|swift|scala|c|cc|cpp|h|hpp|s?css|html?|md|rst|adoc|sql|proto|svg|png)$/i;
const certain = /^\.env|\.(?:pem|key)$/;

/** Does the name of the file alone say that it holds a secret? */
export function isSecretLike(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (open.test(name) || !patterns.some((pattern) => pattern.test(name))) return false;
  return certain.test(name) || !source.test(name);
}

function escaped(text: string): string {
  return text.replaceAll('.', String.raw`\.`);
}
