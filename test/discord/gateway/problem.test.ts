import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { closedFor, explained } from '../../../src/discord/gateway/problem.ts';
import { UserError } from '../../../src/text/user-error.ts';

const place = { applicationId: '11', guildId: '22', apiUrl: 'http://127.0.0.1:1/api' };

function refused(code: number, status: number): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'no' }, code, status, 'GET', '/x', {
    body: undefined,
    files: undefined,
  });
}

describe('explained', () => {
  it.each([
    ['401 to a call', refused(0, 401), /^DISCORD_TOKEN: /],
    ['close code 4004', new Error('Authentication failed'), /^DISCORD_TOKEN: /],
    ['missing access', refused(50_001, 403), /^DISCORD_GUILD_ID 22: .*client_id=11&.*guild_id=22/],
    ['an unknown guild', refused(10_004, 404), /^DISCORD_GUILD_ID 22: /],
    ['an unknown application', refused(10_002, 404), /^DISCORD_APPLICATION_ID 11: /],
    ['an application that is not the bot’s', refused(20_012, 403), /^DISCORD_APPLICATION_ID 11: /],
    ['no name server', Object.assign(new Error('x'), { code: 'ENOTFOUND' }), /reached at .*\(ENOTFOUND\)/],
    [
      'a reset connection',
      new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }) }),
      /reached at .*\(UND_ERR_SOCKET\).*DISCORD_API_URL/,
    ],
    [
      'an outage',
      new HTTPError(503, 'x', 'GET', '/x', { body: undefined, files: undefined }),
      /\(HTTP 503\)/,
    ],
  ])('names the setting behind %s', (_, error, message) => {
    const told = explained(error, place);
    expect(told).toBeInstanceOf(UserError);
    expect((told as UserError).message).toMatch(message);
  });

  it.each([
    ['a defect of ours', new TypeError('x is not a function')],
    ['a refused body', refused(50_035, 400)],
  ])('leaves %s as it is', (_, error) => {
    expect(explained(error, place)).toBe(error);
  });
});

describe('closedFor', () => {
  it('names the token where that is why, and the code otherwise', () => {
    expect(closedFor(4004).message).toMatch(/^DISCORD_TOKEN: /);
    expect(closedFor(4012).message).toContain('4012');
  });
});
