import { attribute } from '../comparison/readings/processes/table-instances.ts';
import { access } from 'node:fs/promises';
import { styleText } from 'node:util';
import { userInfo } from 'node:os';
import type { HttpClient } from '../clients/http/client.ts';
import { openSshConfig } from '../clients/ssh/config-file.ts';
import { resolveHost } from '../clients/ssh/login.ts';
import type { SshHost } from '../clients/ssh/host.ts';
import type { SshClient } from '../clients/ssh/client.ts';
import { terminalQuestion } from './ask.ts';
import type { Env } from '../env/env.ts';
import { firstJson } from '../discover/draft/append-json.ts';
import { appendToFile, isJson, writeFirst } from '../discover/draft/append-file.ts';
import type { Draft } from '../discover/draft/draft-entry.ts';
import { draftYaml, leftLines } from '../discover/draft/draft-yaml.ts';
import { discover } from '../discover/discover.ts';
import type { Pinning } from '../discover/survey/host-keys.ts';
import { parseTarget } from '../discover/survey/target.ts';
import type { DiscoverTarget } from '../discover/survey/target.ts';
import { loadManifest } from '../inventory/load.ts';
import { oneLine } from '../inventory/text/problem.ts';
import { readText } from '../inventory/text/read-text.ts';
import { UserError } from '../text/user-error.ts';

export type DiscoverOptions = {
  append?: string;
  name?: string;
  port?: string;
  identity?: string;
  yes?: boolean;
};

type Tools = {
  env: Env;
  ssh: SshClient;
  http: HttpClient;
  knownHosts: Pinning['knownHosts'];
  /** standard output */
  write: (text: string) => void;
};

/** Searching the usual places may take long on a large disk. Times in ms. */
const limits = { connectMs: 10_000, sectionMs: 20_000, machineMs: 120_000, sectionCapBytes: 8 * 1024 * 1024 };

/**
 * `driftwatch discover`: the draft on standard output, or in the manifest that `--append` names; all else on standard
 * error.
 * @throws UserError if nothing can be drafted
 * @returns the exit code
 */
export async function runDiscover(
  address: string,
  options: DiscoverOptions,
  { env, ssh, http, knownHosts, write }: Tools,
): Promise<0> {
  const pinning: Pinning = {
    knownHosts,
    yes: options.yes === true,
    ask: terminalQuestion(process.stdin, process.stderr),
    tell,
    timeoutMs: limits.connectMs,
  };
  const target = parseTarget(address, options);
  const host = hostOf(target, options, env);
  const path = options.append;
  const text = path === undefined ? null : await existing(path);
  const isFirst = text === null || text.trim() === '';
  const manifest = path === undefined || isFirst ? null : (await loadManifest(path)).manifest;
  const { draft, known } = await discover(host, target, manifest, {
    attribute,
    ssh,
    http,
    pinning,
    limits,
    now: Date.now,
  });
  if (known.length > 0) tell(`Already in the manifest: ${known.map((name) => oneLine(name)).join(', ')}.\n`);
  const where = `${host.user}@${target.host}`;
  if (path === undefined || isFirst) {
    if (draft.services.length === 0) {
      tell(
        leftLines(draft)
          .map((line) => `${line}\n`)
          .join(''),
      );
      throw new UserError(`found nothing on ${where} for a manifest`);
    }
    const yaml = draftYaml(draft, headOf(where, new Date()));
    if (path === undefined) write(yaml);
    else {
      await writeFirst(path, text, isJson(path) ? firstJson(draft) : yaml);
      if (isJson(path)) tell(commentsOf(draft));
      tell(`Written to ${oneLine(path)}. `);
    }
    const next = styleText('bold', 'driftwatch check');
    tell(`${summaryOf(draft)}: fill in what is marked TODO, then ${next}.\n`);
    return 0;
  }
  if (draft.services.length === 0) {
    tell(`Nothing new on ${where}: ${oneLine(path)} was not changed.\n`);
    return 0;
  }
  const machineIsThere = manifest?.machines.some(({ name }) => name === draft.machine.name) === true;
  await appendToFile(path, text, { draft, machineIsThere });
  if (isJson(path)) tell(commentsOf(draft));
  const names = draft.services.map(({ lines }) => oneLine(String(lines[0]?.value)));
  tell(
    `Added to ${oneLine(path)}: ${names.join(', ')} on ${oneLine(draft.machine.name)}. Decide kind and risk_tier.\n`,
  );
  tell(
    leftLines(draft)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return 0;
}

/** The host as an audit will reach it; a key on the command line overrides ssh_config's. */
function hostOf({ host, port, user }: DiscoverTarget, options: DiscoverOptions, env: Env): SshHost {
  const config = openSshConfig(env.sshConfigPath)();
  const defaults = { user: env.sshUser ?? userInfo().username, config };
  const { keys, ...reached } = resolveHost({ host, port, user, jump: null }, defaults);
  return options.identity !== undefined || keys === undefined ? reached : { ...reached, keys };
}

function tell(text: string): void {
  process.stderr.write(text);
}

/** null if there is no such file yet */
async function existing(path: string): Promise<string | null> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const { text, problem } = await readText(path);
  if (text !== null) return text;
  throw new UserError(`${oneLine(path)}: ${problem ?? 'cannot be read'}`);
}

function headOf(where: string, now: Date): string[] {
  return [
    `A draft of driftwatch discover ${where}, ${now.toISOString().slice(0, 10)}.`,
    'Everything here was observed on the machine. TODO marks what only you can know:',
    '  kind       stateless only where a restart at any moment loses nothing; never for what trades',
    '  risk_tier  CRITICAL for money or external state, HIGH for data, LOW for the rest',
    'Next: driftwatch check --manifest FILE, then driftwatch audit --manifest FILE.',
    'More machines: driftwatch discover USER@HOST --append FILE',
  ];
}

function summaryOf({ services, left, machine }: Draft): string {
  const counted = `${services.length} ${services.length === 1 ? 'service' : 'services'}`;
  return `${counted} on ${oneLine(machine.name)}${left.length > 0 ? `, ${left.length} things left out (at the end of the draft)` : ''}`;
}

/** For JSON, which has no comments: printed instead. */
function commentsOf({ services }: Draft): string {
  return services
    .map(({ above, lines, below }) => {
      const remarks = lines.flatMap(({ field, remark }) =>
        remark === undefined ? [] : [`${field}: ${remark}`],
      );
      const told = [...above, ...remarks, ...below].map((line) => `  ${line}\n`).join('');
      return `${oneLine(String(lines[0]?.value))}\n${told}`;
    })
    .join('');
}
