import { headSha, runningSha } from '../builders.ts';
import type { Usual } from './usual-finding.ts';

const commits = {
  running: { sha: runningSha, date: '2026-03-27T10:00:00.000Z', subject: 'skip binary files', url: null },
  head: { sha: headSha, date: '2026-03-29T10:00:00.000Z', subject: 'reindex logic updated', url: null },
  commits_behind: 4,
  commits_ahead: 2,
};
const heads = { expected: headSha, actual: runningSha, evidence: commits };
const digest = 'a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b';
const days = (ago: number) => new Date(Date.UTC(2026, 2, 29) - ago * 86_400_000).toISOString();

/** The types of the categories git, docker and permissions. */
export const usualCode = {
  git_drift: { ...heads, service: 'akashic-records' },
  git_ahead: heads,
  git_diverged: heads,
  git_unknown_commit: heads,
  version_unknown: { expected: headSha, actual: '1.4.2', evidence: { version: '1.4.2' } },
  dirty_build: { expected: 'a build of a commit', actual: 'a3f8c21-dirty', evidence: {} },
  checkout_dirty: {
    expected: 'no uncommitted changes',
    actual: '2 changed files',
    evidence: { checkout: '/srv/event-relay', files: ['relay.mjs', 'config.json'] },
  },
  checkout_off_branch: {
    advice: 'Check out main, or merge what is there.',
    expected: 'main',
    actual: 'hotfix/retry',
    evidence: { checkout: '/srv/event-relay', head: headSha },
  },
  restart_pending: {
    advice: 'Restart it.',
    expected: `started from ${headSha}`,
    actual: `started from ${runningSha}`,
    evidence: { checkout: '/srv/event-relay', moved_at: days(1), started_at: days(9) },
  },
  version_mismatch: {
    advice: 'Deploy main anew.',
    expected: 'one commit, from every source',
    actual: null,
    evidence: {
      commits: [
        { source: '/health says', sha: runningSha },
        { source: 'its image was built from', sha: headSha },
      ],
    },
  },
  image_stale: {
    advice: 'Build main and deploy it.',
    expected: 'an image of at most 7 days',
    actual: days(12),
    evidence: { built: days(12), head: headSha, containers: ['event-relay'] },
  },
  image_superseded: {
    advice: 'Recreate the container: `docker compose up -d`',
    expected: digest,
    actual: digest.replace('a3f8c21', 'b9d1e44'),
    evidence: { tag: 'event-relay:latest', containers: ['event-relay'] },
  },
  cached_layer: {
    expected: null,
    actual: days(4),
    evidence: { container: 'event-relay', copied: days(4), built: days(0), commit: headSha },
  },
  container_unhealthy: {
    advice: "Read its checks: `docker inspect -f '{{json .State.Health}}' event-relay`",
    expected: 'healthy',
    actual: 'unhealthy',
    evidence: { container: 'event-relay', started_at: days(1) },
  },
  restart_loop: {
    advice: 'Read its log: docker logs event-relay',
    expected: 'running',
    actual: 'restarting',
    evidence: { container: 'event-relay', restart_count: 14, exit_code: 137, started_at: days(0) },
  },
  container_missing: {
    advice: 'Start it, or correct `docker_service`.',
    expected: 'a container event-relay',
    actual: null,
    evidence: { engine: 'docker' },
  },
  container_not_running: {
    advice: 'Read its log (docker logs event-relay), then start it.',
    expected: 'running',
    actual: 'exited',
    evidence: { container: 'event-relay', state: 'exited', exit_code: 137 },
  },
  secret_exposed: {
    expected: 'readable by knox alone',
    actual: 'mode 0644',
    evidence: { path: '/etc/event-relay.env', mode: '0644', owner: 'knox' },
  },
  world_writable: {
    expected: 'not writable by all',
    actual: 'mode 0666',
    evidence: { path: '/etc/event-relay.json', mode: '0666', owner: 'knox' },
  },
  wrong_mode: {
    expected: 'mode 0640',
    actual: 'mode 0644',
    evidence: { path: '/etc/event-relay.json', mode: '0644', owner: 'knox' },
  },
  wrong_owner: {
    expected: 'knox:staff',
    actual: 'root:wheel',
    evidence: { path: '/etc/event-relay.json', mode: '0640', owner: 'root', group: 'wheel' },
  },
  config_changed: {
    advice: 'Restore the known file, or update its sha256.',
    expected: digest,
    actual: digest.replace('a3f8c21', 'b9d1e44'),
    evidence: { path: '/etc/event-relay.json', mode: '0640', type: 'regular' },
  },
  file_missing: {
    expected: '/etc/event-relay.json',
    actual: null,
    evidence: { path: '/etc/event-relay.json' },
  },
} satisfies Record<string, Usual>;
