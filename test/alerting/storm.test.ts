import { describe, expect, it } from 'vitest';
import { alertEmbeds } from '../../embeds/living/alert.ts';
import { composeAlerts } from '../../src/alerting/logs-channel/compose.ts';
import { Payload } from '../../src/alerting/logs-channel/payload.ts';
import { followed } from '../../src/report/living/follow.ts';
import { aBulletin } from '../support/alerting/bulletin.ts';
import { aFinding, aReport, auditedAt } from '../support/builders.ts';
import { textOf } from '../support/embeds/size.ts';

const critical = ['shiva', 'leverage', 'foresight'].map((service) =>
  aFinding({
    id: service,
    type: 'duplicate_process',
    severity: 'CRITICAL',
    service,
    machine: 'tesseract',
    title: `2 instances of ${service} are running`,
  }),
);
const others = Array.from({ length: 4997 }, (_, index) =>
  aFinding({
    id: `f${index}`,
    service: `service-${index}`,
    machine: index % 2 === 0 ? 'nas' : 'mini',
    type: index % 3 === 0 ? 'image_stale' : 'git_drift',
  }),
);
const findings = [...critical, ...others];

describe('a storm of 5,000 findings', () => {
  it('is one message with one file and one mention: what is CRITICAL in full, the others in groups', () => {
    const news = { opened: findings, worsened: [], resolved: [] };
    const { messages, living } = composeAlerts(
      aBulletin({ report: aReport({ findings }), news }),
      [],
      'logs',
    );
    const payloads = messages.map(({ payload }) => Payload.parse(payload));
    expect(payloads).toHaveLength(1);
    expect(payloads.filter(({ mention }) => mention)).toHaveLength(1);
    expect(payloads.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['report.md']);
    for (const { title } of critical) expect(payloads[0]?.files[0]?.text).toContain(title);
    const text = textOf(living.map((alert) => alertEmbeds(alert).embeds));
    for (const { title } of critical) expect(text).toContain(`🔴 ${title}\n`);
    for (const group of [
      'are behind their branch: nas',
      'are behind their branch: mini',
      'have out-of-date images: nas',
      'have out-of-date images: mini',
    ])
      expect(text).toMatch(new RegExp(`🟠 [\\d,]+ services ${group}`));
  });

  it('that is over is edits alone', () => {
    const news = { opened: findings, worsened: [], resolved: [] };
    const { living } = composeAlerts(aBulletin({ report: aReport({ findings }), news }), [], 'logs');
    const moment = { trigger: 'watch', fixes: [], now: auditedAt, numbers: false } as const;
    const after = followed(living, { ...moment, openFindings: [], resolved: findings });
    const over = { opened: [], worsened: [], resolved: findings };
    const report = aReport({ findings: [], resolved: findings });
    const { messages, living: edited } = composeAlerts(aBulletin({ report, news: over }), after, 'logs');
    expect(messages).toEqual([]);
    expect(edited.map(({ revision }) => revision)).toEqual([2]);
    expect(edited.map((alert) => alertEmbeds(alert).embeds[0]?.title)).toEqual(['🟢 5,000 resolved']);
  });
});
