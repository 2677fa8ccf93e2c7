import type { FileFact, Files } from '../../facts/files/file.ts';
import { parseMode } from '../../facts/files/file-mode.ts';
import { fileProblem } from './file-problem.ts';
import { filesScript } from './files-script.ts';
import type { FileRequest } from './files-script.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';

/** The files of the manifest that are on the machine itself. */
export const files: MachineProbe<Files> = {
  name: 'files',
  wanted: (service, machine) => machine.ssh && service.files.some((file) => file.in === 'host'),
  fragment: (target) => filesScript(requestsOf(target)),
  parse: parseFiles,
};

/** Each path once, even if several services need it. */
function requestsOf({ services }: Target): FileRequest[] {
  const requests = new Map<string, FileRequest>();
  for (const service of services) {
    for (const file of service.files.filter((each) => each.in === 'host')) {
      const { sudo = false, hash = false } = requests.get(file.path) ?? {};
      requests.set(file.path, {
        path: file.path,
        sudo: sudo || service.sudo,
        hash: hash || asksForContent(file),
      });
    }
  }
  return [...requests.values()];
}

/** Does the manifest describe its content? */
export function asksForContent(file: {
  sha256?: string | undefined;
  repo_path?: string | undefined;
}): boolean {
  return file.sha256 !== undefined || file.repo_path !== undefined;
}

type Said = Map<string, string>;

function parseFiles({ output }: Section, target: Target): Observation<Files> {
  const told = new Map<number, Said>();
  const requests = requestsOf(target);
  const indexes = new Map(requests.map(({ path }, index) => [path, index]));
  for (const line of output.split('\n')) {
    const [, index, key, text = ''] =
      /^(\d{1,6}|-) (numeric|named|open|sha|large|unhashed|problem)(?: (.*))?$/s.exec(line) ?? [];
    if (index === undefined || key === undefined) continue;
    const at = index === '-' ? indexes.get(text.slice(text.indexOf(' /') + 1)) : Number(index);
    if (at === undefined) continue;
    const said: Said = told.get(at) ?? new Map<string, string>();
    if (!said.has(key)) said.set(key, text);
    told.set(at, said);
  }
  return seen(
    Object.fromEntries(requests.map((request, at) => [request.path, factOf(told.get(at), request)])),
  );
}

function factOf(said: Said | undefined, { hash }: FileRequest): Observation<FileFact | null> {
  if (!said) return unseen('malformed', 'the machine printed nothing about it');
  const problem = said.get('problem');
  if (problem !== undefined) return fileProblem(problem) ?? seen(null);
  // mode, links, owner, group, then size, date and path, which both rows share
  const [, column = '', uid, gid, rest] =
    /^(\S+) +\d+ +(-?\d{1,10}) +(-?\d{1,10}) +(\S.*)$/s.exec(said.get('numeric') ?? '') ?? [];
  const mode = parseMode(column);
  if (!mode || rest === undefined) return unseen('malformed', "ls's output about it cannot be read");
  const [owner = null, group = null] = namesIn(said.get('named') ?? '', rest);
  return seen({
    ...mode,
    uid: Number(uid),
    gid: Number(gid),
    owner,
    group,
    is_public: said.has('open'),
    sha256: hash && mode.type === 'regular' ? digestOf(said) : null,
  });
}

function namesIn(row: string, rest: string): string[] {
  const before = row.endsWith(rest) ? row.slice(0, row.length - rest.length) : '';
  const names = /^\S+ +\d+ +(\S.*)$/s.exec(before)?.[1]?.trim().split(/ +/) ?? [];
  return names.length === 2 ? names : [];
}

function digestOf(said: Said): Observation<string> {
  // GNU's sha256sum puts a backslash in front where it escapes the name
  const digest = /^\\?([0-9a-fA-F]{64})(?:\s|$)/.exec(said.get('sha') ?? '')?.[1];
  if (digest !== undefined) return seen(digest.toLowerCase());
  if (said.has('large')) return unseen('unsupported', 'its content is too large to be hashed in time');
  const reason = said.get('unhashed');
  if (reason === undefined) return unseen('malformed', 'the machine gave no digest of its content');
  return fileProblem(reason) ?? unseen('malformed', 'it was removed while it was read');
}
