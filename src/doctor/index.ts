import type { Check } from './check.ts';
import { discord } from './checks/discord.ts';
import { drill } from './checks/drill.ts';
import { environment } from './checks/environment.ts';
import { github } from './checks/github.ts';
import { heartbeat } from './checks/heartbeat.ts';
import { http } from './checks/http.ts';
import { machines } from './checks/machines.ts';
import { manifest } from './checks/manifest.ts';
import { openclaw } from './checks/openclaw.ts';
import { repositories } from './checks/repositories.ts';
import { secrets } from './checks/secrets.ts';
import { sites } from './checks/sites.ts';
import { state } from './checks/state.ts';
import { watch } from './checks/watch.ts';

/** Every check of `driftwatch doctor`, in the order of its output. */
export const checks: readonly Check[] = [
  manifest,
  environment,
  discord,
  sites,
  machines,
  watch,
  github,
  repositories,
  openclaw,
  state,
  http,
  secrets,
  heartbeat,
  drill,
];
