import type { FoundJob } from '../../facts/workloads/workloads.ts';
import { readJobBlocks, jobPid } from '../jobs/job-blocks.ts';
import type { JobBlock } from '../jobs/job-blocks.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { Section } from '../probe.ts';
import { parseXmlText } from './xml-text.ts';

/** Reads what jobs-script.ts prints: every job, the vendor's too, since they tell whose a port is. Never throws. */
export function parseJobs(section: Section): Observation<FoundJob[]> {
  if (section.truncated) return unseen('malformed', 'the list of jobs is longer than the limit');
  const blocks = readJobBlocks(section.output);
  const units = blocks.filter(({ manager }) => manager === 'systemd').flatMap(unitsOf);
  const agents = blocks.filter(({ manager }) => manager === 'launchd').flatMap(agentOf);
  const silent = blocks.find(
    (block) => block.manager === 'systemd' && block.name === 'system' && block.status !== 0,
  );
  const offline = /not been booted|connect to (?:system scope )?bus/i;
  if (silent && units.length === 0 && !silent.lines.some((line) => offline.test(line)))
    return unseen('malformed', `systemctl: ${silent.lines.join(' ').slice(0, 200)}`);
  return seen([...units, ...agents]);
}

function unitsOf({ name: domain, lines }: JobBlock): FoundJob[] {
  const groups: Map<string, string>[] = [new Map()];
  for (const line of lines) {
    const at = line.indexOf('=');
    if (line === '') groups.push(new Map());
    else if (at > 0) groups.at(-1)?.set(line.slice(0, at), line.slice(at + 1));
  }
  return groups.flatMap((group) => {
    const name = group.get('Id') ?? '';
    const file = group.get('FragmentPath') ?? '';
    if (name === '' || file === '' || group.get('LoadState') !== 'loaded') return [];
    const folder = (group.get('WorkingDirectory') ?? '').replace(/^!/, '');
    return {
      manager: 'systemd' as const,
      name,
      domain,
      file,
      state: `${group.get('ActiveState') ?? '?'} (${group.get('SubState') ?? '?'})`,
      enabled: /^(?:enabled|linked|static|generated|alias)/.test(group.get('UnitFileState') ?? ''),
      pid: jobPid(group.get('MainPID')),
      folder: folder.startsWith('/') ? folder : null,
      lasting: group.get('Type') !== 'oneshot' && !group.get('TriggeredBy'),
      program: /\bpath=(\S+)/.exec(group.get('ExecStart') ?? '')?.[1] ?? null,
      vendor: group.get('Transient') === 'yes' || !isOwnUnit(name, file),
    };
  });
}

/**
 * systemd.unit(5), Unit File Load Path: packages install below /usr/lib and /lib, generators below /run, and the
 * administrator has /etc, /usr/local and the home. Snap writes its own units to /etc.
 */
function isOwnUnit(name: string, file: string): boolean {
  if (/^snap[.-]/.test(name)) return false;
  return /^\/(?:etc|usr\/local)\/|\/\.config\/systemd\/user\/|\/\.local\/share\/systemd\/user\//.test(file);
}

/** Makers whose programs put jobs of their own into /Library and ~/Library. */
const vendors =
  /^(?:com\.(?:apple|google|microsoft|adobe|docker|oracle|vmware|spotify|dropbox|valvesoftware|jetbrains|teamviewer|logi|logitech|parallels|1password|zoom|citrix|crashplan|backblaze|setapp|macpaw)|us\.zoom|org\.(?:mozilla|virtualbox|macosforge|chromium)|homebrew\.mxcl|io\.tailscale|at\.obdev|jp\.co\.canon|application)\./i;

function agentOf({ name, lines }: JobBlock): FoundJob[] {
  const at = (key: string) => lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
  const label = parseXmlText(at('label') ?? '');
  const [domain = ''] = name.split(' ', 1);
  const folder = parseXmlText(at('folder') ?? '');
  if (label === '') return [];
  const state = at('state');
  return [
    {
      manager: 'launchd',
      name: label,
      domain,
      file: name.slice(domain.length + 1),
      state: state ?? (lines.includes('listed') ? 'loaded' : 'not loaded'),
      enabled: state !== undefined || lines.includes('listed'),
      pid: jobPid(lines.map((line) => /^pid (\d+)$/.exec(line)?.[1]).find((pid) => pid !== undefined)),
      folder: folder.startsWith('/') ? folder : null,
      lasting: false,
      program: null,
      vendor: vendors.test(label),
    },
  ];
}
