import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/discord.ts';
import type { Sandbox } from '../../../sandbox/discord.ts';
import { approvers } from '../../../src/doctor/approvers.ts';
import { discord } from '../../../src/doctor/checks/discord.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

const nowhere = '1199999999999999999';

function environmentOf(sandbox: Sandbox): Record<string, string> {
  return {
    DISCORD_TOKEN: sandbox.token,
    DISCORD_APPLICATION_ID: sandbox.applicationId,
    DISCORD_GUILD_ID: sandbox.guildId,
    DISCORD_LOGS_CHANNEL_ID: sandbox.logsChannelId,
    DISCORD_BOARD_CHANNEL_ID: sandbox.boardChannelId,
    DISCORD_ONCALL_ROLE_ID: sandbox.roles.oncall,
    DISCORD_APPROVER_ROLE_IDS: sandbox.roles.approver,
    DISCORD_API_URL: sandbox.api,
  };
}

type Prepare = (sandbox: Sandbox) => Record<string, string> | void;

async function examine(prepare: Prepare = () => {}): Promise<{ lines: string[]; sandbox: Sandbox }> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const env = { ...environmentOf(sandbox), ...prepare(sandbox) };
  const lines = await discord.examine(await aDoctorContext({ env }));
  return { lines: lines.map(lineText), sandbox };
}

const invite =
  'ok invite address: https://discord.com/oauth2/authorize?client_id=1100000000000000001&scope=bot+applications.commands&permissions=117760&guild_id=1100000000000000002';

describe('the discord check', () => {
  it('goes through all of it, and changes nothing', async () => {
    const { lines, sandbox } = await examine();
    expect(lines).toEqual([
      'ok DISCORD_TOKEN: belongs to Driftwatch (1100000000000000001)',
      'ok DISCORD_GUILD_ID: the bot is in Invictus Labs (sandbox)',
      'ok DISCORD_LOGS_CHANNEL_ID: the bot may post there',
      'ok DISCORD_BOARD_CHANNEL_ID: the bot may keep the board there',
      'ok DISCORD_ONCALL_ROLE_ID: the bot may mention it',
      'ok DISCORD_APPROVER_ROLE_IDS: 2 may approve',
      'ok slash commands: the bot may register them',
      invite,
    ]);
    expect(new Set(sandbox.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(sandbox.unknown).toEqual([]);
  });

  it.each<[string, Prepare, RegExp]>([
    ['a wrong token', () => ({ DISCORD_TOKEN: 'MTIz.abc.def' }), /^broken DISCORD_TOKEN: .*→ .*Reset Token/],
    [
      'a guild without the bot',
      ({ guild }) => void (guild.isInGuild = false),
      /^broken DISCORD_GUILD_ID \d+: the bot is not in this guild → Correct the id, or invite the bot: https:\/\/discord\.com\/oauth2\//,
    ],
    [
      'another application',
      () => ({ DISCORD_APPLICATION_ID: nowhere }),
      /^broken DISCORD_APPLICATION_ID 1199999999999999999: .* → Set 1100000000000000001/,
    ],
    [
      'a channel that it may not post in',
      ({ guild, logsChannelId, guildId }) => {
        const deny = String(PermissionFlagsBits.AttachFiles);
        guild.overwrites.set(logsChannelId, [{ id: guildId, type: 0, allow: '0', deny }]);
      },
      /^broken DISCORD_LOGS_CHANNEL_ID \d+: the bot lacks Attach Files in #logs → .* allow it\.$/,
    ],
    [
      'a role that is not there',
      () => ({ DISCORD_ONCALL_ROLE_ID: nowhere }),
      /^broken DISCORD_ONCALL_ROLE_ID 1199999999999999999: .* has no such role → .*copy the id/,
    ],
    [
      'no right to register commands',
      ({ guild }) => void (guild.mayRegister = false),
      /^broken Slash commands: .* → Invite it again.*applications\.commands/,
    ],
    [
      'a Discord that is not there',
      () => ({ DISCORD_API_URL: 'http://127.0.0.1:9/api' }),
      /^broken Discord: it cannot be reached at http:\/\/127\.0\.0\.1:9\/api \(ECONNREFUSED\) → .*DISCORD_API_URL/,
    ],
    [
      'an outage',
      ({ faults }) => faults.outage(true),
      /^broken Discord: it cannot be reached at .* \(HTTP 503\) → /,
    ],
  ])('names the cure of %s in one line, and the invite address all the same', async (_, prepare, line) => {
    const { lines } = await examine(prepare);
    const bad = lines.filter((text) => !text.startsWith('ok '));
    expect(bad).toHaveLength(1);
    expect(bad[0]).toMatch(line);
    expect(lines.at(-1)).toMatch(/^ok invite address: https/);
  });

  it('says that it does not know who may approve, where Discord does not tell', async () => {
    const { lines } = await examine(({ guild }) => void (guild.countsMembers = false));
    expect(lines).toContainEqual(
      expect.stringMatching(/^warning DISCORD_APPROVER_ROLE_IDS: .*does not tell who holds it → .*four_eyes/),
    );
  });
});

describe('approvers', () => {
  it.each<[number[] | null, boolean, RegExp]>([
    [[0], false, /^warning .*nobody can approve/],
    [[0, 0], true, /^warning .*nobody can approve/],
    [[1], true, /^warning .*one person.*four_eyes/],
    [[1], false, /^ok .*: 1 may approve$/],
    [[2], true, /^ok .*: 2 may approve$/],
    [[1, 1], true, /^ok .*: 1 to 2 may approve$/],
    [null, false, /^warning .*does not tell who holds them → Give one to somebody\.$/],
  ])('with %s holders and four eyes %s', (held, fourEyes, line) => {
    const ids = ['a', 'b'].slice(0, held?.length ?? 2);
    const counts = held === null ? null : Object.fromEntries(ids.map((id, at) => [id, held[at] ?? 0]));
    expect(lineText(approvers(counts, ids, fourEyes))).toMatch(line);
  });
});
