import { commands } from '../../../commands/index.ts';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/discord.ts';
import { restRequest } from '../../../src/clients/http/rest-request.ts';
import type { App } from '../../../src/app.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../../src/discord/gateway/gateway.ts';

export type LogLine = { level: string; fields: Record<string, unknown>; message: string };

/** A sandbox for each test of the file, and bots that log in there; everything is closed behind each test. */
export function inSandbox() {
  let sandbox: Sandbox;
  const logged: LogLine[] = [];
  const gateways: Gateway[] = [];

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    for (const gateway of gateways.splice(0)) await gateway.close();
    await sandbox.close();
    logged.splice(0);
    expect(sandbox.unknown).toEqual([]);
    // What the sandbox refuses with 400, Discord would: a bot that keeps its limits sends nothing of the kind.
    expect(sandbox.requests.filter(({ status }) => status === 400)).toEqual([]);
  });

  function optionsFor(app: App): GatewayOptions {
    const { token, applicationId, guildId, api } = sandbox;
    const { logsChannelId, roles } = sandbox;
    return {
      token,
      applicationId,
      guildId,
      logsChannelId,
      boardChannelId: null,
      oncallRoleId: roles.oncall,
      approverRoleIds: [roles.approver],
      apiUrl: api,
      makeRequest: restRequest,
      commands,
      app,
      log: logTo(logged),
    };
  }

  return {
    logged,
    optionsFor,
    get sandbox() {
      return sandbox;
    },
    /** The bot as main.ts starts it. */
    async start(app: App, over: Partial<GatewayOptions> = {}): Promise<Gateway> {
      const gateway = await startGateway({ ...optionsFor(app), ...over });
      gateways.push(gateway);
      return gateway;
    },
  };
}

function logTo(lines: LogLine[]): GatewayOptions['log'] {
  const at = (level: string) => (fields: unknown, message?: unknown) => {
    lines.push({ level, fields: fields as Record<string, unknown>, message: String(message) });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
