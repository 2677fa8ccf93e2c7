import { describe, expect, it } from 'vitest';
import { findingSelect } from '../../../embeds/acknowledged.ts';
import { groupTitle } from '../../../embeds/finding/group-title.ts';
import { alertEmbeds } from '../../../embeds/living/alert.ts';
import { threadName } from '../../../embeds/living/step.ts';
import { reportParts } from '../../../embeds/report.ts';
import { renderJunit } from '../../../src/report/render-junit.ts';
import { renderMarkdown } from '../../../src/report/render-markdown.ts';
import { renderText } from '../../../src/report/render-text.ts';
import type { Severity } from '../../../src/findings/severity.ts';
import { aFinding, aReport } from '../../support/builders.ts';
import { textOf } from '../../support/embeds/size.ts';
import { anAlertOf } from '../../support/report/living.ts';

function aLostSite(site: string, severity: Severity = 'CRITICAL') {
  const detail = `no worker of site ${site} has taken the job within 10 s`;
  return aFinding({
    id: site,
    type: 'site_unreachable',
    severity,
    service: null,
    machine: null,
    summary: `Site ${site} was not seen (2 machines): ${detail}. Unknown: web. Run \`driftwatch doctor\`: it checks the site.`,
    expected: 'a worker that reads its machines',
    actual: detail,
    evidence: { site, machines: ['attic', 'rack'], services: ['web'], reasons: [detail] },
  });
}
const home = aLostSite('home');
const office = aLostSite('office', 'HIGH');
const view = { only: 'all', warning: null, watching: null } as const;
const self = aFinding({ type: 'watch_stalled', severity: 'CRITICAL', service: null, machine: null });

describe('a site that was lost', () => {
  it.each([
    [[home], '🔴 1 site needs you now; 0 in sync, 0 unknown'],
    [[home, aLostSite('office')], '🔴 2 sites need you now; 0 in sync, 0 unknown'],
    [[home, self], '🔴 1 site and Driftwatch itself need you now; 0 in sync, 0 unknown'],
    [[office], '🟠 Nothing needs you now, 1 can wait; 0 in sync, 0 unknown'],
  ])('is a site in the line that decides', (findings, title) => {
    const { parts } = reportParts(aReport({ findings }), view);
    expect(parts[0]?.[0]?.title).toBe(title);
  });

  it('is named by the title of its field, with its machines, in a report and in an alert', () => {
    const texts = [
      textOf(reportParts(aReport({ findings: [home] }), view).parts),
      textOf([alertEmbeds(anAlertOf([home])).embeds]),
    ];
    for (const text of texts) {
      expect(text).toContain('🔴 site home has machines that were not read');
      expect(text).toContain('attic, rack: no worker of site home has taken the job within 10 s');
      expect(text).toContain('Unknown meanwhile: web');
    }
  });

  it('is named where several share a line, in a thread, and where one is chosen', () => {
    expect(groupTitle([home, office])).toBe('site home and site office have machines that were not read');
    expect(groupTitle(['a', 'b', 'c', 'd'].map((name) => aLostSite(name)))).toBe(
      '4 sites have machines that were not read',
    );
    expect(groupTitle([{ type: 'site_unreachable', service: null, machine: null, finding: null }])).toBe(
      'a site has machines that were not read',
    );
    expect(threadName(anAlertOf([home]).entries)).toBe('site home: site unreachable');
    expect(JSON.stringify(findingSelect('x', [home]))).toContain('"label":"site home: site unreachable"');
  });

  it('is named in text, Markdown and JUnit', () => {
    const report = aReport({ findings: [home] });
    expect(renderText(report, { color: false })).toContain(
      'site home has machines that were not read  site home  site_unreachable',
    );
    expect(renderMarkdown(report)).toContain(
      '**site home has machines that were not read** site home, site\\_unreachable',
    );
    expect(renderJunit(report)).toContain('site home');
  });
});
