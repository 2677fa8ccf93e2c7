import { acknowledgedEmbed } from '../../../embeds/acknowledged.ts';
import { boardPages } from '../../../embeds/board/board.ts';
import { reportButtons } from '../../../embeds/buttons.ts';
import { errorEmbed, shutdownEmbed, forbiddenEmbed, internalErrorEmbed } from '../../../embeds/error.ts';
import { detailsEmbed } from '../../../embeds/finding/details.ts';
import { silenceEmbed, muteEndedEmbed } from '../../../embeds/silence.ts';
import { mistypedAnswer } from '../../../embeds/mistyped.ts';
import { progressEmbed } from '../../../embeds/progress.ts';
import { reportParts } from '../../../embeds/report.ts';
import { serviceCard } from '../../../embeds/service-card.ts';
import { fleetParts } from '../../../embeds/services/fleet.ts';
import { epochMs } from '../../../src/time/instant.ts';
import { aFinding, aReport, aServiceState, auditedAt } from '../../../test/support/builders.ts';
import { usualFindings } from '../../../test/support/findings/usual.ts';
import { incident } from '../../../test/support/report/incident.ts';
import type { Sample } from './shown.ts';

const until = '2026-03-30T09:00:00.000Z';
const [duplicate = aFinding()] = usualFindings.filter(({ type }) => type === 'duplicate_process');
const cached = usualFindings.filter(({ type }) => type === 'cached_layer');
const watching = {
  interval_ms: 120_000,
  last_at: epochMs(auditedAt),
  duration_ms: 900,
  failures: 0,
  silent_ms: 0,
  stalled: false,
};
const state = aServiceState();
const fleet = {
  inventory: incident.services.map(({ name, machine }) => ({
    name,
    machine,
    watched: true,
    trading: false,
  })),
  services: { [state.name]: { state, at: auditedAt, since: auditedAt } },
  openFindings: [...incident.findings],
  warning: null,
  watching,
};
const view = { only: 'all', warning: null, watching } as const;
const clean = aReport({ findings: [], services: [aServiceState({ status: 'in_sync' })] });
const known = { warning: null, watching, web: null, remembered: null };

/** What answers a command, and the board. */
export const reportSamples = (): Sample[] => [
  {
    kind: 'A report',
    embeds: reportParts(incident, view).parts[0] ?? [],
    components: reportButtons('/', true),
  },
  {
    kind: 'A report without findings',
    embeds: reportParts(clean, view).parts[0] ?? [],
    components: reportButtons('/', false),
  },
  { kind: '`/dupes`', embeds: reportParts(clean, { ...view, only: 'processes' }).parts[0] ?? [] },
  { kind: 'While machines answer', embeds: [progressEmbed({ done: 1, total: 2, waiting: ['nas'] })] },
  { kind: 'While it looks again', embeds: [progressEmbed({ done: 2, total: 2, waiting: [], again: true })] },
  {
    kind: 'The card of a service',
    embeds:
      serviceCard(
        aReport({ findings: cached, scope: { service: state.name } }),
        { ...state, running_sha: state.expected_sha, commits_behind: 0 },
        known,
      ).parts[0] ?? [],
  },
  { kind: 'Details of a finding', embeds: [detailsEmbed(duplicate)] },
  { kind: '`/services`', embeds: fleetParts(fleet)[0] ?? [] },
  {
    kind: 'The board',
    embeds:
      boardPages({ ...fleet, nextScan: epochMs(until), now: epochMs(auditedAt), picture: null })[0] ?? [],
  },
  {
    kind: '`/ack`',
    embeds: [acknowledgedEmbed({ finding: duplicate, by: 'Ada', reason: 'moving its account', until })],
  },
  {
    kind: 'A time that nobody can read',
    ...mistypedAnswer('"fri 25:00" is no time. Write 2h, 3d, tomorrow or friday 9:00.', {
      finding: 'x',
      reason: 'new disks',
      until: 'fri 25:00',
    }),
  },
  {
    kind: '`/silence`',
    embeds: [
      silenceEmbed({
        service: null,
        machine: 'nas',
        by: 'Ada',
        reason: 'new disks',
        until,
        trading: ['shiva'],
      }),
    ],
  },
  {
    kind: '`/unack`',
    embeds: [muteEndedEmbed('log-shipper reports no commit', { by: 'Ada', reason: 'next release' }, 'Knox')],
  },
  { kind: 'A refusal', embeds: [forbiddenEmbed('Only approvers may do this.', ['1100000000000000021'])] },
  { kind: 'An error that somebody can mend', embeds: [errorEmbed('Say why in a few words.')] },
  { kind: 'An internal error', embeds: [internalErrorEmbed('7c0ffee1')] },
  { kind: 'While the bot stops', embeds: [shutdownEmbed()] },
];
