import { createApp } from '../../../src/bot/create-app.ts';
import type { App } from '../../../src/app.ts';
import { createAudits } from '../../../src/audit/audits.ts';
import type { ManifestSource } from '../../../src/inventory/manifest.ts';

type Parts = Parameters<typeof createAudits>[1] & Omit<Parameters<typeof createApp>[1], 'audits'>;

/** The App over audits of its own. */
export function appOver(source: ManifestSource, parts: Parts): App {
  return createApp(source, { ...parts, audits: createAudits(source, parts) });
}
