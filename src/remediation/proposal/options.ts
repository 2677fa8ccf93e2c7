import { createHash } from 'node:crypto';
import type { Manifest } from '../../inventory/manifest.ts';
import { catalogue } from '../../findings/catalogue.ts';
import type { Finding } from '../../findings/finding.ts';
import { actions } from '../actions/index.ts';
import { ActionName, actionNames } from '../../findings/action-name.ts';
import { untouched } from '../plan.ts';
import type { Option } from './option.ts';
import { judge } from '../policy.ts';

/** The options for these findings, in their order, without any that policy would always refuse. */
export function optionsOn(manifest: Manifest, findings: readonly Finding[]): Option[] {
  return findings.flatMap((finding) => {
    const service = manifest.services.find(({ name }) => name === finding.service);
    if (!service) return [];
    return actionNames
      .filter((name) => catalogue[finding.type].actions.includes(name) && actions[name].applies(service))
      .filter((name) => isConceivable(manifest, name, service.name, service.machine))
      .filter((name) => name !== 'tighten-mode' || finding.affects.container === null)
      .map((action) => ({
        value: [finding.id, action, keyOf(service.name)].join(':'),
        title: actions[action].title,
        action,
        finding,
      }));
  });
}

/** The request behind an option's value; null if this manifest has nothing that matches. */
export function readOption(
  manifest: Manifest,
  value: string,
): { finding: string; action: ActionName; service: string } | null {
  const [, finding = '', name = '', key = ''] =
    /^([0-9a-f]{16}):([a-z-]{1,40}):([0-9a-f]{16})$/.exec(value) ?? [];
  const action = ActionName.safeParse(name);
  const service = manifest.services.find((each) => keyOf(each.name) === key);
  if (!action.success || !service) return null;
  return { finding, action: action.data, service: service.name };
}

function isConceivable(manifest: Manifest, action: ActionName, service: string, machine: string): boolean {
  const plan = { finding: '', action, service, machine, host: '', argv: [], seal: {} };
  return judge(manifest, { ...untouched, plan }).allowed;
}

/** A short key, since names may be longer than a select's values. */
function keyOf(service: string): string {
  return createHash('sha256').update(service).digest('hex').slice(0, 16);
}
