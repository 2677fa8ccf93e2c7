import type { App } from '../app.ts';
import type { Audits } from '../audit/running-audits.ts';
import type { Listed } from '../inventory/listed.ts';
import type { WatchState } from '../report/watch-state.ts';
import type { Driller } from '../audit/driller.ts';
import type { AuditRequest } from '../report/request.ts';
import type { ManifestSource } from '../inventory/manifest.ts';
import { scopeOf, servicesOfBranch } from '../inventory/scope.ts';
import type { Push, Records } from '../store/records.ts';
import type { Remediation } from '../remediation/remediation.ts';
import { UserError } from '../text/user-error.ts';

export type Parts = {
  audits: Audits;
  records: Records;
  timezone: string;
  remediation?: Remediation | null;
  drill?(by: Driller): Promise<readonly string[]>;
  /** the state of the watch, for display */
  watching?(): WatchState | null;
  /** The web address of a repository, given as in the manifest. */
  webOf?(repo: string): string | null;
};

export function createApp(source: ManifestSource, parts: Parts): App {
  const { audits, records, timezone } = parts;

  async function fleet() {
    const { manifest, warning } = await source.current();
    const namesOf = (list: { name: string }[]) => list.map(({ name }) => name);
    return { services: namesOf(manifest.services), machines: namesOf(manifest.machines), warning };
  }

  async function inventory(scope: Pick<AuditRequest, 'service' | 'machine'>): Promise<Listed[]> {
    const services = scopeOf((await source.current()).manifest, scope);
    return services.map(({ name, machine, kind, repo, watch: watched }) => {
      const web = repo === null ? null : (parts.webOf?.(repo) ?? null);
      return { name, machine, trading: kind === 'trading', watched, ...(web === null ? {} : { web }) };
    });
  }

  async function pushed(push: Push): Promise<string[] | null> {
    const { manifest } = await source.current();
    const services = servicesOfBranch(manifest, push.repo, push.branch);
    if (services.length === 0) return [];
    return (await records.watchMerge(push, services)) ? services.map(({ name }) => name) : null;
  }

  function remediation(): Remediation {
    if (parts.remediation) return parts.remediation;
    throw new UserError(
      'Remediation is off: DISCORD_LOGS_CHANNEL_ID is not set, so no request could be shown.',
    );
  }

  return {
    fleet,
    inventory,
    timezone,
    check: async (request) => void (await inventory(request)),
    begin: audits.begin,
    watch: audits.watch,
    watching: () => parts.watching?.() ?? null,
    pushed,
    records,
    remediation,
    drill: async (by) => (await parts.drill?.(by)) ?? [],
    audit: (request, onProgress) => audits.begin(request, onProgress).report,
  };
}
