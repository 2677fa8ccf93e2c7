import ssh2 from 'ssh2';

/**
 * A new ed25519 key pair in OpenSSH's format. ssh2 drops leading zero bytes of what it generates, so that now and then
 * a pair comes out that it cannot read itself: then another is made.
 */
export function keyPair(): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    const parsed = [pair.private, pair.public].map((text) => ssh2.utils.parseKey(text));
    if (!parsed.some((key) => key instanceof Error)) return pair;
  }
}
