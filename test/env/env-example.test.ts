import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EnvKeys } from '../../src/env/env-keys.ts';
import { readEnv } from '../../src/env/env.ts';

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const entries = lines.flatMap((line, at) =>
    /^[A-Z_]+=/.test(line) ? [{ key: line.slice(0, -1), above: lines[at - 1] }] : [],
  );

  it('lists every key, in order, and nothing else', () => {
    expect(entries.map((entry) => entry.key)).toEqual(Object.keys(EnvKeys.shape));
  });

  it.each(entries)('explains $key with its true default', ({ key, above }) => {
    expect(above).toMatch(/^# .+/);
    const fallback = EnvKeys.parse({})[key as keyof typeof EnvKeys.shape];
    const machinesOwn = ['SCAN_TIMEZONE', 'SSH_KNOWN_HOSTS_PATH', 'SSH_CONFIG_PATH'].includes(key);
    const none = fallback === undefined || Array.isArray(fallback) || machinesOwn;
    expect(above).toContain(none ? 'efault' : `Default: ${fallback}`);
  });

  it('leaves everything at its default when copied as it is', () => {
    const source = Object.fromEntries(entries.map(({ key }) => [key, '']));
    expect(readEnv(source)).toEqual(readEnv({}));
  });
});
