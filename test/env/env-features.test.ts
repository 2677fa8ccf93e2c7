import { describe, expect, it } from 'vitest';
import { offFeatures, readEnv, requireKeys } from '../../src/env/env.ts';
import { keyText } from '../support/sites/keys.ts';

const id = '123456789012345678';
const everything = {
  DISCORD_TOKEN: 'token',
  DISCORD_APPLICATION_ID: id,
  DISCORD_GUILD_ID: id,
  DISCORD_LOGS_CHANNEL_ID: id,
  DISCORD_APPROVER_ROLE_IDS: id,
  DISCORD_ONCALL_ROLE_ID: id,
  DISCORD_BOARD_CHANNEL_ID: id,
  GITHUB_TOKEN: 'token',
  TRIGGER_TOKEN: 'token',
  GITHUB_WEBHOOK_SECRET: 'secret',
  OPENCLAW_URL: 'http://127.0.0.1:18789',
  OPENCLAW_HOOK_TOKEN: 'token',
  HEARTBEAT_URL: 'https://hc.example/ping',
  QUEUE_URL: 'redis://127.0.0.1',
  SITE_KEY: keyText(),
};

describe('requireKeys', () => {
  it('names each missing key with what it is for', () => {
    expect(() => requireKeys(readEnv({ DISCORD_GUILD_ID: id }), 'bot')).toThrow(
      "bot needs DISCORD_TOKEN (the bot's login: Developer Portal, Bot, Reset Token), " +
        'DISCORD_APPLICATION_ID (the application whose commands are registered): set them in the environment or in .env',
    );
  });

  it('hands the keys on when all are there', () => {
    expect(requireKeys(readEnv(everything), 'bot').discordToken).toBe('token');
  });
});

describe('offFeatures', () => {
  it('says nothing when every key is set', () => {
    expect(offFeatures(readEnv(everything))).toEqual([]);
  });

  it('says what is off, and for want of which key', () => {
    const { OPENCLAW_HOOK_TOKEN: _, DISCORD_APPROVER_ROLE_IDS: __, ...rest } = everything;
    expect(offFeatures(readEnv(rest))).toEqual([
      'Nobody can approve a remediation: DISCORD_APPROVER_ROLE_IDS is not set.',
      'Paging through OpenClaw is off: OPENCLAW_HOOK_TOKEN is not set.',
    ]);
    expect(offFeatures(readEnv({}))).toHaveLength(11);
    expect(offFeatures(readEnv({}))[0]).toBe(
      'The Discord bot is off: DISCORD_TOKEN, DISCORD_APPLICATION_ID and DISCORD_GUILD_ID are not set.',
    );
  });
});
