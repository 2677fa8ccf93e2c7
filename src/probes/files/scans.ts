import type { ScannedFile, Scan, Scans } from '../../facts/files/file.ts';
import { parseMode } from '../../facts/files/file-mode.ts';
import { fileProblem, withoutRight } from './file-problem.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';
import { MOST_FILES, scansScript, topOf } from './scans-script.ts';
import type { ScanRequest } from './scans-script.ts';

/** The folders of the manifest that are on the machine itself: those of services outside containers. */
export const scans: MachineProbe<Scans> = {
  name: 'scans',
  wanted: (service, machine) => machine.ssh && service.docker_service === null && service.scan.length > 0,
  fragment: (target) => scansScript(requestsOf(target)),
  parse: parseScans,
};

function requestsOf({ services }: Target): ScanRequest[] {
  const requests = new Map<string, ScanRequest>();
  for (const { scan, sudo } of services) {
    for (const folder of scan) {
      requests.set(folder, { folder, sudo: sudo || (requests.get(folder)?.sudo ?? false) });
    }
  }
  return [...requests.values()];
}

type Found = {
  files: Map<string, ScannedFile>;
  said: string[];
  status: number | null;
  problem: string | null;
};

function parseScans(section: Section, target: Target): Observation<Scans> {
  const requests = requestsOf(target);
  const found = requests.map((): Found => ({
    files: new Map<string, ScannedFile>(),
    said: [],
    status: null,
    problem: null,
  }));
  for (const line of section.output.split('\n')) {
    const [, place, key, text = ''] = /^(\d{1,6}|\*) (file|said|problem) (.*)$/s.exec(line) ?? [];
    for (const index of place === '*' ? foldersOf(text, requests) : [Number(place)]) {
      const folder = found[index];
      const request = requests[index];
      if (!folder || !request || key === undefined) continue;
      if (key === 'problem') folder.problem ??= text;
      else if (key === 'file') takeFile(folder, text, request.folder);
      else takeSaid(folder, text);
    }
  }
  return seen(
    Object.fromEntries(requests.map(({ folder }, at) => [folder, scanOf(found[at], section.truncated)])),
  );
}

function takeFile(found: Found, text: string, folder: string): void {
  // of a run before this one, without sudo
  if (found.status !== null) restart(found);
  const { column, owner, group, open, name } = rowOf(text);
  const mode = parseMode(column);
  const path = pathIn(folder, name);
  if (!mode || path === null || owner === undefined || group === undefined) {
    found.said.push('what the machine printed of a file cannot be read');
  } else if (mode.type !== 'other') {
    found.files.set(path, {
      path,
      type: mode.type,
      mode: mode.mode,
      owner,
      group,
      is_public: open === 'public',
    });
  }
}

function rowOf(text: string) {
  const [, column = '', owner, group, open, encoding, name = ''] =
    /^(\S+) (\S+) (\S+) (public|-) ([nx]) (.*)$/s.exec(text) ?? [];
  return { column, owner, group, open, name: encoding === 'x' ? Buffer.from(name, 'hex').toString() : name };
}

function takeSaid(found: Found, text: string): void {
  if (found.status !== null) restart(found);
  const status = /^ended (\d{1,3})$/.exec(text)?.[1];
  if (status !== undefined) found.status = Number(status);
  else if (text !== '' && text !== 'gone') found.said.push(text);
}

/** The files that were found without sudo are found with it again. */
function restart(found: Found): void {
  found.said = [];
  found.status = null;
}

/** The folder whose search found this file, also where folders overlap: find writes no `/./`, so it is the longest. */
function foldersOf(text: string, requests: readonly ScanRequest[]): number[] {
  const printed = rowOf(text).name;
  const lengths = requests.map(({ folder }) => {
    const top = topOf(folder);
    return printed === top || printed.startsWith(`${top}/`) ? top.length : 0;
  });
  const longest = Math.max(1, ...lengths);
  return lengths.flatMap((length, index) => (length === longest ? [index] : []));
}

/** find was given the folder with `/.` behind it. */
function pathIn(folder: string, printed: string): string | null {
  const top = folder.replace(/\/+$/, '');
  if (printed === `${top}/.`) return top === '' ? '/' : top;
  return printed.startsWith(`${top}/./`) ? `${top}/${printed.slice(top.length + 3)}` : null;
}

function scanOf(found: Found | undefined, truncated: boolean): Observation<Scan> {
  if (!found) return unseen('malformed', 'the machine printed nothing about it');
  if (found.problem !== null)
    return fileProblem(found.problem) ?? unseen('unsupported', 'there is no such folder');
  const files = [...found.files.values()];
  const rest = restOf(found, files.length, truncated);
  return files.length === 0 && rest ? rest : seen({ files: files.slice(0, MOST_FILES), rest });
}

function restOf(found: Found, count: number, truncated: boolean): Observation<never> | null {
  if (count > MOST_FILES)
    return unseen('unsupported', `more than ${MOST_FILES} files to check; the rest was skipped`);
  if (found.status === null)
    return unseen('malformed', truncated ? 'the listing was too long' : 'the search was cut off');
  const [first] = found.said;
  if (first === undefined) {
    // find ends with 1 where a file went away meanwhile; more than that means that it was ended
    return found.status > 1 ? unseen('malformed', `find ended with status ${found.status}`) : null;
  }
  if (found.said.some((line) => /: (?:Permission denied|Operation not permitted)$/.test(line)))
    return withoutRight('the SSH user may not read parts of it');
  return fileProblem(first) ?? unseen('malformed', first);
}
