import { createKeyedMutex } from '../async/keyed-mutex.ts';
import type { Report } from '../report/report.ts';
import { UserError } from '../text/user-error.ts';
import type { Person } from './approval.ts';
import { actionNames } from '../findings/action-name.ts';
import { optionsOn, readOption } from './proposal/options.ts';
import type { Option } from './proposal/option.ts';
import type { Remediation } from './remediation.ts';
import { approve } from './steps/approve.ts';
import { deny, mayDeny } from './steps/deny.ts';
import { createInProgress } from './steps/in-progress.ts';
import { request } from './steps/request.ts';
import { createRounds } from './steps/rounds.ts';
import type { Tools } from './tools.ts';

/** For the bot: call `round` at the start, and every few seconds. */
type RemediationService = Remediation & { round: () => Promise<void> };

/** Requests, decisions and actions. Each verb is a file of steps/; every step is stored before it is taken. */
export function createRemediationService(tools: Tools): RemediationService {
  const shared = { inProgress: createInProgress(), inTurn: createKeyedMutex() };

  async function options(report: Pick<Report, 'findings'>): Promise<Option[]> {
    const { manifest, warning } = await tools.source.current();
    return warning === null && tools.approverRoles.length > 0 ? optionsOn(manifest, report.findings) : [];
  }

  async function requestOption(value: string, by: Person) {
    const wanted = readOption((await tools.source.current()).manifest, value);
    if (wanted === null)
      throw new UserError('This choice no longer matches the manifest. Request a new report.');
    return await request(wanted, by, tools);
  }

  return {
    actions: actionNames,
    options,
    request: (wanted, by) => request(wanted, by, tools),
    requestOption,
    approve: (id, by) => approve(id, by, tools, shared),
    mayDeny: (id, by) => mayDeny(id, by, tools),
    deny: (id, by, reason) => deny(id, by, reason, tools),
    round: createRounds(tools, shared.inProgress),
  };
}
