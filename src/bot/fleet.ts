import type { AuditTools } from '../audit/tools.ts';
import type { SshOptions } from '../clients/ssh/ssh.ts';
import type { ManifestSource } from '../inventory/manifest.ts';

/** What the bot has anyway, and remediation works with. */
export type Fleet = { source: ManifestSource; audit: AuditTools; ssh: SshOptions };
