import { describe, expect, it } from 'vitest';
import { readEnv } from '../../src/env/env.ts';
import { alertsAnybody, offFeatures } from '../../src/env/features.ts';
import { requireKeys } from '../../src/env/require-keys.ts';
import { everything } from '../support/env/everything.ts';

const id = '123456789012345678';

describe('requireKeys', () => {
  it('names each missing key with what it is for', () => {
    expect(() => requireKeys(readEnv({ DISCORD_GUILD_ID: id }), 'bot')).toThrow(
      "bot needs DISCORD_TOKEN (the bot's login: Developer Portal, Bot, Reset Token), " +
        'DISCORD_APPLICATION_ID (the application whose commands are registered): set them in the environment or in .env',
    );
  });

  it('hands the keys on when all are there', () => {
    expect(requireKeys(readEnv(everything), 'bot').discordToken).toBe(everything['DISCORD_TOKEN']);
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
    expect(offFeatures(readEnv({}))[0]).toBe(
      'The Discord bot is off: DISCORD_TOKEN, DISCORD_APPLICATION_ID and DISCORD_GUILD_ID are not set.',
    );
  });

  it.each(Object.keys(everything))('says what is off without %s', (key) => {
    expect(offFeatures(readEnv({})).filter((said) => said.includes(key))).toHaveLength(1);
  });
});

describe('alertsAnybody', () => {
  const discord = { DISCORD_LOGS_CHANNEL_ID: id };
  const openclaw = { OPENCLAW_URL: 'http://127.0.0.1:18789', OPENCLAW_HOOK_TOKEN: 'token' };
  it.each([
    ['the logs channel', discord, true],
    ['OpenClaw', openclaw, true],
    ['half of OpenClaw', { OPENCLAW_URL: openclaw.OPENCLAW_URL }, false],
    ['nothing', {}, false],
  ])('with %s', (_, keys, expected) => {
    expect(alertsAnybody(readEnv(keys))).toBe(expected);
  });
});
