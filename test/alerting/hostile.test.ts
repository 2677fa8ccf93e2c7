import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/discord.ts';
import { discordChannel } from '../../src/alerting/logs-channel/channel.ts';
import { logsRest } from '../../src/alerting/logs-channel/place.ts';
import { aFinding, aMachineState, aReport, aServiceState, auditedAt } from '../support/builders.ts';
import { aBulletin } from '../support/alerting/bulletin.ts';
import { composed } from '../support/alerting/composed.ts';

describe('what the logs channel gets of hostile texts', () => {
  it.each(['news', 'scan'] as const)(
    'as %s is taken by Discord as it is, and mentions nobody but who is on call, once',
    async (kind) => {
      const sandbox = await startSandbox();
      onTestFinished(() => sandbox.close());
      const { roles, users } = sandbox;
      const trap = [
        '@everyone @here',
        ...Object.values(roles).map((role) => `<@&${role}>`),
        ...Object.values(users).map(({ id }) => `<@${id}> <@!${id}>`),
        '``` [x](https://evil.example)',
      ].join(' ');
      const name = trap.repeat(Math.ceil(6000 / trap.length));
      const opened = Array.from({ length: 120 }, (_, index) =>
        aFinding({
          id: `${index}`,
          severity: index === 0 ? 'CRITICAL' : 'LOW',
          service: `${index} ${name}`,
          machine: name,
          summary: name,
          evidence: { compare_url: trap, running: { url: `https://evil.example/?${trap}` } },
        }),
      );
      const times = { pushed_at: auditedAt, until: auditedAt };
      const merges = Array.from({ length: 12 }, () => {
        const what = { service: name, machine: name, commit: trap, running_sha: trap };
        return { ...what, ...times, state: 'overdue' as const };
      });
      const report = aReport({
        findings: opened,
        services: [aServiceState({ name, machine: name, status: 'unknown' })],
        machines: [aMachineState({ name, status: 'unreachable', error: name })],
      });
      const news = { opened, worsened: [], resolved: opened };
      const resolved = opened.map((finding) => ({ ...finding, resolved_at: auditedAt }));
      const rest = logsRest(sandbox.api, sandbox.token);
      const place = { rest, channelId: sandbox.logsChannelId, oncallRoleId: roles.oncall };
      const channel = discordChannel(place);
      const told = aBulletin({ kind, report, news, merges, resolved, warning: name });
      const { alerts, living } = composed(told);
      for (const alert of alerts) await channel.deliver(alert, living);

      const messages = sandbox.messages();
      expect(messages).toHaveLength(alerts.length);
      // Nothing had to be told in brief.
      expect(sandbox.requests.filter(({ status }) => status !== 200)).toEqual([]);
      const mentions = messages.map(({ content }) => content.match(/<@.*?>/g)?.join() ?? '');
      expect(mentions).toEqual(alerts.map((_, index) => (index === 0 ? `<@&${roles.oncall}>` : '')));
      expect(messages.map(({ mention_roles }) => mention_roles.join())).toEqual(
        alerts.map((_, index) => (index === 0 ? roles.oncall : '')),
      );
      expect(messages.some(({ mention_everyone, mentions }) => mention_everyone || mentions.length > 0)).toBe(
        false,
      );
      const texts = messages.map(({ content, embeds }) => [content.replace(/^<@&\d+> /, ''), embeds]);
      expect(JSON.stringify(texts)).not.toMatch(/@everyone|@here|<@[!&]?\d/);
    },
  );
});
