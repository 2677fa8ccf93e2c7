import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeEnv } from '../../src/cli/init.ts';
import { testFolder } from '../support/machines/folder.ts';

/** Answers in order, then Enter; null is Ctrl-C. */
function answering(...answers: (string | null)[]) {
  let at = 0;
  return async () => {
    const answer = answers[at];
    at += 1;
    return answer === undefined ? '' : answer;
  };
}

describe('the .env that init writes', () => {
  it('is for its user alone, and holds what was answered', async () => {
    const path = join(await testFolder(), '.env');
    await writeEnv(path, 'manifest.yaml', answering('1100000000000000001', 'no token', 'x'.repeat(60)));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(
      /^MANIFEST_PATH=manifest\.yaml\nDISCORD_APPLICATION_ID=1100000000000000001\nDISCORD_TOKEN=x{60}\n# DISCORD_GUILD_ID=/,
    );
  });

  it('holds no answer that a file of settings would read otherwise', async () => {
    const path = join(await testFolder(), '.env');
    await writeEnv(path, 'manifest.yaml', answering('1\nSSH_USER=root', '', '', '', '', '', 'a b'));
    expect(readFileSync(path, 'utf8')).not.toMatch(/^(?!MANIFEST_PATH)[A-Z_]+=/m);
  });

  it('keeps what was answered before the terminal was closed', async () => {
    const path = join(await testFolder(), '.env');
    await expect(writeEnv(path, 'm.yaml', answering('1100000000000000001', null))).rejects.toThrow('Stopped');
    expect(readFileSync(path, 'utf8')).toContain(
      'DISCORD_APPLICATION_ID=1100000000000000001\n# DISCORD_TOKEN=',
    );
  });

  it('never takes the place of another', async () => {
    const path = join(await testFolder(), '.env');
    writeFileSync(path, 'DISCORD_TOKEN=precious\n');
    await expect(writeEnv(path, 'm.yaml', null)).rejects.toThrow('exists already');
    expect(readFileSync(path, 'utf8')).toBe('DISCORD_TOKEN=precious\n');
  });
});
