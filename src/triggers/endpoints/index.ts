import type { Endpoint } from './endpoint.ts';
import { health } from './health.ts';
import { metrics } from './metrics.ts';
import { toolsInvoke } from './tools-invoke.ts';
import { webhooksGitHub } from './webhooks-github.ts';

export const endpoints: Endpoint[] = [health, metrics, toolsInvoke, webhooksGitHub];
