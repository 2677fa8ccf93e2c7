import type { AuditTools } from '../audit/tools.ts';
import type { SshOptions } from '../clients/ssh/ssh.ts';
import type { ManifestSource } from '../inventory/manifest.ts';

/** Parts of the bot that remediation uses. */
export type Fleet = { source: ManifestSource; audit: AuditTools; ssh: SshOptions };
