import type { Command } from '../../../src/discord/answers/command.ts';
import type { Listed } from '../../../src/inventory/listed.ts';
import type { AuditRequest } from '../../../src/report/request.ts';
import type { OnProgress } from '../../../src/facts/progress.ts';
import type { App } from '../../../src/app.ts';
import type { Records } from '../../../src/store/records.ts';
import type { Report } from '../../../src/report/report.ts';
import type { Remediation } from '../../../src/remediation/remediation.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { aReport } from '../builders.ts';
import { aMemory } from '../bots/memory.ts';

type Fleet = {
  services?: string[];
  machines?: string[];
  warning?: string | null;
  records?: Records;
  /** what an audit reports; it may take its time, tell its progress, or fail */
  audit?: (request: AuditRequest, onProgress: OnProgress) => Promise<Report>;
  /** null: it is off */
  remediation?: Remediation | null;
};

/** An App in memory, with the lesson's names. A second audit of the same scope joins the running one. */
export function anApp(fleet: Fleet = {}): App & { audits: AuditRequest[] } {
  const { services = ['akashic-records', 'shiva'], machines = ['knox-mac-mini', 'tesseract'] } = fleet;
  const { remediation = null, warning = null, records = aMemory().records } = fleet;
  const { audit = () => Promise.resolve(aReport()) } = fleet;
  const audits: AuditRequest[] = [];
  const running = new Map<string, Promise<Report>>();

  async function inventory(scope: Pick<AuditRequest, 'service' | 'machine'>): Promise<Listed[]> {
    await check({ ...scope, trigger: 'command', only: 'all' });
    return services
      .map((name, index) => ({
        name,
        machine: machines[index % machines.length] ?? 'none',
        trading: ['shiva', 'foresight', 'leverage'].includes(name),
        watched: ['shiva', 'foresight', 'leverage'].includes(name),
      }))
      .filter(({ name }) => scope.service === null || name === scope.service)
      .filter(({ machine }) => scope.machine === null || machine === scope.machine);
  }

  async function check({ service, machine }: AuditRequest): Promise<void> {
    if (service !== null && !services.includes(service)) {
      throw new UserError(`No service "${service}" in the manifest. Did you mean ${services.join(' or ')}?`);
    }
    if (machine !== null && !machines.includes(machine)) {
      throw new UserError(`No machine "${machine}" in the manifest. Did you mean ${machines.join(' or ')}?`);
    }
  }

  async function joinOrStart(wanted: AuditRequest, onProgress: OnProgress): Promise<Report> {
    // Which message will show it has nothing to do with what is asked.
    const { answers: _, ...request } = wanted;
    const scope = JSON.stringify(request);
    const joined = running.get(scope) ?? start(request, onProgress);
    running.set(scope, joined);
    try {
      return await joined;
    } finally {
      running.delete(scope);
    }
  }

  function start(request: AuditRequest, onProgress: OnProgress): Promise<Report> {
    audits.push(request);
    return audit(request, onProgress);
  }

  function begin(request: AuditRequest, onProgress: OnProgress) {
    return { id: aReport().id, report: joinOrStart(request, onProgress) };
  }

  const pushed = async () => [];
  return {
    audits,
    check,
    begin,
    pushed,
    records,
    remediation: () => {
      if (remediation === null) throw new UserError('off');
      return remediation;
    },
    audit: joinOrStart,
    watch: async () => null,
    watching: () => null,
    drill: async () => ['discord'],
    fleet: async () => ({ services, machines, warning }),
    inventory,
    timezone: 'UTC',
  };
}

/** A registry of one command. */
export function aCommand(name: string, execute: Command['execute']): Record<string, Command> {
  return { [name]: { data: { name, description: name }, execute } };
}

/** A promise that a test settles. */
export function gate<Value>() {
  return Promise.withResolvers<Value>();
}
