import type { Check } from './check.ts';
import { discord } from './discord.ts';
import { environment } from './environment.ts';
import { github } from './github.ts';
import { heartbeat } from './heartbeat.ts';
import { http } from './http.ts';
import { machines } from './machines.ts';
import { manifest } from './manifest.ts';
import { openclaw } from './openclaw.ts';
import { repositories } from './repositories.ts';
import { secrets } from './secrets.ts';
import { state } from './state.ts';
import { watch } from './watch.ts';

/** Every check of `driftwatch doctor`, in the order of its output. */
export const checks: readonly Check[] = [
  manifest,
  environment,
  discord,
  machines,
  watch,
  github,
  repositories,
  openclaw,
  state,
  http,
  secrets,
  heartbeat,
];
