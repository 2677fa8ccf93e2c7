import { alertEmbeds } from '../../../embeds/living/alert.ts';
import { welcomeAlert } from '../../../embeds/living/welcome.ts';
import { pushLine } from '../../../embeds/living/push.ts';
import { stepLine } from '../../../embeds/living/step.ts';
import { reportButtons } from '../../../embeds/buttons.ts';
import { composeAlerts } from '../../../src/alerting/logs-channel/compose.ts';
import { drillBulletin } from '../../../src/report/drill.ts';
import { Step } from '../../../src/report/living/living-alert.ts';
import type { LivingAlert } from '../../../src/report/living/living-alert.ts';
import { epochMs } from '../../../src/time/instant.ts';
import { aBulletin } from '../../../test/support/alerting/bulletin.ts';
import { aFinding, aReport, auditedAt } from '../../../test/support/builders.ts';
import { usualFindings } from '../../../test/support/findings/usual.ts';
import { incident } from '../../../test/support/report/incident.ts';
import { aFix, anAlertOf } from '../../../test/support/report/living.ts';
import type { Sample } from './shown.ts';

const later = '2026-03-29T18:12:00.000Z';
const findings = usualFindings.filter(({ type }) =>
  ['duplicate_process', 'container_unhealthy'].includes(type),
);
const alert = anAlertOf(findings);
const [one, other] = alert.entries;
const steps = Step.shape.what.options;
const inventory = incident.services.map(({ name, machine }) => ({
  name,
  machine,
  watched: true,
  trading: false,
}));
const storm = Array.from({ length: 5000 }, (_, index) =>
  aFinding({ id: `${index}`, service: `service-${index}`, machine: index % 2 === 0 ? 'nas' : 'mini' }),
);

function told(kind: string, of: LivingAlert): Sample {
  const components = of.kind === 'hello' || of.kind === 'drill' ? [] : reportButtons('/', true);
  const push = of.entries.length === 0 ? {} : { content: `@on-call ${pushLine(of)}` };
  return { kind, ...push, embeds: alertEmbeds(of).embeds, components };
}

function scan(): LivingAlert[] {
  const news = { opened: [...incident.findings], worsened: [], resolved: [] };
  return [...composeAlerts(aBulletin({ kind: 'scan', report: incident, news }), [], '').living];
}

function stormy(): LivingAlert[] {
  const news = { opened: storm, worsened: [], resolved: [] };
  return [...composeAlerts(aBulletin({ report: aReport({ findings: storm }), news }), [], '').living];
}

function drill(): LivingAlert[] {
  return [...composeAlerts(drillBulletin('7c0ffee1', 'Ada', auditedAt, false), [], '').living];
}

/** The messages in the logs channel. */
export function alertSamples(): Sample[] {
  const acknowledged = { by: 'Ada', until: later };
  const ended = { at: later, trigger: 'watch' as const, fix: null };
  const fixed = { ...ended, fix: aFix() };
  return [
    told('An alert', alert),
    told('The same alert, one finding acknowledged', {
      ...alert,
      entries: alert.entries.map((entry) => (entry === one ? { ...entry, acknowledged } : entry)),
    }),
    told('The same alert, when all is over', {
      ...alert,
      entries: alert.entries.map((entry) => ({ ...entry, ended: entry === other ? fixed : ended })),
    }),
    ...scan().map((each) => told('The scheduled scan', each)),
    ...stormy().map((each) => told('5,000 findings at once', each)),
    ...drill().map((each) => told('A drill', each)),
    told('The first start', welcomeAlert('1', inventory, epochMs(later), auditedAt)),
    {
      kind: 'The steps in the thread of an alert',
      content: steps
        .map((what) => stepLine({ at: later, what, by: what === 'approved' ? 'Ada' : null, about: 'shiva' }))
        .join('\n'),
    },
  ];
}
