import { chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/discord.ts';
import { closedPort, serve } from '../servers/http-servers.ts';
import { createRepository } from '../repositories.ts';
import { startSshd } from '../servers/sshd.ts';

/** Who the container runs as, which is the owner of the keys. */
const OWNER = 1000;
export const triggerToken = 'correct-horse-battery-staple';

/**
 * A machine with one service that is in sync, its repository, and a Discord, all on loopback; `folder` holds config/
 * and keys/ as compose.yaml mounts them. @param place another address of this machine, and the site that it is of, then without a repository
 */
export async function aFleet(folder: string, place: { address?: string; site?: string } = {}) {
  const { address = '127.0.0.1', site = null } = place;
  const repository = await createRepository(join(folder, 'beacon.git'), [
    { name: 'first', date: '2026-03-29T09:00:00Z', message: 'shine' },
  ]);
  const version = repository.shas['first'];
  const sshd = await startSshd({ host: address });
  const discord = await startSandbox({ host: address });
  onTestFinished(async () => {
    await discord.close();
    await sshd.stop();
  });
  const health = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'ok', version, pid: process.pid, uptime_seconds: 60 }));
  }, address);
  const { host, port, user } = sshd;
  const manifest = {
    machines: { lighthouse: { host, port, user, site } },
    services: [
      {
        name: 'beacon-of-the-packaging-test',
        machine: 'lighthouse',
        risk_tier: 'HIGH',
        health_url: `${health.origin}/health`,
        // through git's ssh, for that is what the image needs git and ssh for
        ...(site === null ? { repo: `ssh://${user}@${host}:${port}${repository.folder}` } : {}),
      },
    ],
  };
  for (const name of ['config', 'keys']) mkdirSync(join(folder, name));
  // JSON is YAML
  writeFileSync(join(folder, 'config/manifest.yaml'), JSON.stringify(manifest));
  copyFileSync(sshd.knownHostsPath, join(folder, 'keys/known_hosts'));
  copyFileSync(sshd.keyPath, join(folder, 'keys/id_ed25519'));
  if (process.getuid?.() === 0) chownSync(join(folder, 'keys/id_ed25519'), OWNER, OWNER);
  const environment = {
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_LOGS_CHANNEL_ID: discord.logsChannelId,
    DISCORD_API_URL: discord.api,
    // the container shares this machine's network
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(await closedPort()),
    TRIGGER_TOKEN: triggerToken,
  };
  return { environment, discord, origin: `http://127.0.0.1:${environment.HTTP_PORT}` };
}
