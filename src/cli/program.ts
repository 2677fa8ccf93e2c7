import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { AuditRequest } from '../report/request.ts';
import { formatNames } from '../report/format-names.ts';
import type { Format } from '../report/format-names.ts';
import { Unavailable, UserError } from '../text/user-error.ts';
import type { DiscoverOptions } from './discover.ts';
import type { InitOptions } from './init.ts';

export type DoctorOptions = { manifest?: string; format: 'text' | 'json' };
export type AuditOptions = { manifest?: string; service?: string; machine?: string; format: Format };

/** The implementation of each command; resolves with the exit code. */
export type Actions = {
  bot(): Promise<number>;
  audit(only: AuditRequest['only'], options: AuditOptions): Promise<number>;
  check(options: { manifest?: string }): Promise<number>;
  doctor(options: DoctorOptions): Promise<number>;
  discover(address: string, options: DiscoverOptions): Promise<number>;
  schema(): Promise<number>;
  guard(): Promise<number>;
  journal(what: 'verify' | 'show' | 'renew', options: { request?: string; why?: string }): Promise<number>;
  demo(options: { once?: boolean; still?: boolean; port: number }): Promise<number>;
  init(options: InitOptions): Promise<number>;
  service(what: 'install' | 'uninstall', options: { print?: boolean }): Promise<number>;
  completion(shell: string, program: Command): Promise<number>;
  drill(): Promise<number>;
  worker(options: { site: string }): Promise<number>;
  version(): Promise<number>;
};

const VERSION = 'driftwatch.version';

/** The command line (DESIGN 7). `exit` gets the exit code. */
function commandLine(actions: Actions, exit: (code: number) => void): Command {
  const manifest = new Option('--manifest <file>', 'the manifest, JSON or YAML (default: MANIFEST_PATH)');
  const program = new Command('driftwatch')
    .description('Watches the gap between what should be running and what is running.')
    .option('-V, --version', 'print the release, and the commit if it is known')
    .on('option:version', () => {
      throw new CommanderError(0, VERSION, '');
    })
    .exitOverride();
  program
    .command('bot')
    .description('run the Discord bot')
    .action(async () => exit(await actions.bot()));
  for (const [name, only, description] of [
    ['audit', 'all', 'audit the fleet once: exit code 0 in sync, 1 drift, 2 incomplete, 3 cannot start'],
    ['dupes', 'processes', 'look only for duplicate, missing and zombie processes; exit codes as for audit'],
  ] as const)
    program
      .command(name)
      .description(description)
      .addOption(manifest)
      .option('--service <name>', "one service, by name or by its repository's owner/repo")
      .option('--machine <name>', 'the services of one machine')
      .addOption(new Option('--format <format>', 'of the report').choices(formatNames).default('text'))
      .action(async (options: AuditOptions) => exit(await actions.audit(only, options)));
  program
    .command('check')
    .description('validate the manifest and the environment without touching the network')
    .addOption(manifest)
    .action(async (options: { manifest?: string }) => exit(await actions.check(options)));
  program
    .command('doctor')
    .description('try each connection that the bot needs, and say what to do: exit code 0 ok, 1 broken')
    .addOption(manifest)
    .addOption(new Option('--format <format>', 'of the results').choices(['text', 'json']).default('text'))
    .action(async (options: DoctorOptions) => exit(await actions.doctor(options)));
  program
    .command('discover')
    .description('read a machine over SSH and print a manifest draft; changes nothing there')
    .argument(
      '<user@host>',
      'the machine or its alias in ssh_config; the default user is that of ssh_config, else SSH_USER',
    )
    .option('--append <manifest>', 'add new machines and services to this manifest instead')
    .option('--name <name>', "the machine's name in the manifest (default: its host name)")
    .option('--port <port>', "the SSH server's port (default: what ssh_config says, else 22)")
    .option('-i, --identity <file>', 'the private key (default: SSH_KEY_PATH)')
    .option('--yes', 'pin an unknown host key without asking')
    .action(async (address: string, options: DiscoverOptions) =>
      exit(await actions.discover(address, options)),
    );
  program
    .command('schema')
    .description("print the manifest's JSON Schema, for editors")
    .action(async () => exit(await actions.schema()));
  program
    .command('guard')
    .description('print the program that re-checks before an action, for a forced command')
    .action(async () => exit(await actions.guard()));
  const journal = program.command('journal').description('the audit trail of remediations');
  journal
    .command('verify')
    .description('check that nobody altered it: exit code 0 intact, 1 altered')
    .action(async () => exit(await actions.journal('verify', {})));
  journal
    .command('renew')
    .description('start a new one after moving a broken one away; or accept one that is ahead of the state')
    .option('--why <text>', 'why the state is older: a restored backup, for example')
    .action(async (options: { why?: string }) => exit(await actions.journal('renew', options)));
  journal
    .command('show')
    .description('print it, oldest first')
    .option('--request <id>', 'only the entries of one request')
    .action(async (options: { request?: string }) => exit(await actions.journal('show', options)));
  program
    .command('worker')
    .description(
      "read a site's machines for the bot: takes jobs from QUEUE_URL, needs no Discord and no manifest",
    )
    .requiredOption('--site <name>', 'the site, as `site` in the manifest names it')
    .action(async (options: { site: string }) => exit(await actions.worker(options)));
  program
    .command('drill')
    .description(
      'have the running bot send one false CRITICAL alert, marked as a drill, to everyone that a real one would reach',
    )
    .action(async () => exit(await actions.drill()));
  program
    .command('demo')
    .description('try the bot on this machine, with a small fleet and a local stand-in for Discord')
    .option('--once', 'print the report of the demo fleet and exit')
    .option('--still', 'keep the fleet as it is: nothing changes while you watch')
    .option('--port <port>', "the page's port; the next free one if it is taken, 0 for any", portOf, 4650)
    .action(async (options: { once?: boolean; still?: boolean; port: number }) =>
      exit(await actions.demo(options)),
    );
  program
    .command('init')
    .description('ask a few questions, then write .env and a first manifest; overwrites nothing')
    .option('--machine <user@host...>', 'read these machines for the manifest, without asking which')
    .option('--manifest <file>', 'where the manifest goes', 'manifest.yaml')
    .option('--no-input', 'ask nothing: leave the values in .env for you to fill in')
    .option('--yes', 'pin an unknown host key without asking')
    .action(async (options: InitOptions) => exit(await actions.init(options)));
  const service = program
    .command('service')
    .description('run the bot as a systemd service, or with launchd on a Mac');
  service
    .command('install')
    .description('start the bot in this folder, now and at each boot, as the owner of its .env')
    .option('--print', 'print the file for the service manager, and change nothing')
    .action(async (options: { print?: boolean }) => exit(await actions.service('install', options)));
  service
    .command('uninstall')
    .description('stop it and remove the service; settings, state and journal stay')
    .action(async () => exit(await actions.service('uninstall', {})));
  program
    .command('completion')
    .description('print a completion script for a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => exit(await actions.completion(shell, program)));
  return program;
}

const MOST_PORT = 65_535;

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= MOST_PORT) return port;
  throw new InvalidArgumentError(`A port is a number from 0 to ${MOST_PORT}.`);
}

/** Prints an error, in one line if a person can fix it. @returns the exit code */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 3;
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    return error instanceof Unavailable ? 75 : 3;
  }
  process.stderr.write(
    `internal error, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}

/** Runs the command that `argv` names. @returns the exit code; errors go to standard error */
export async function runCommandLine(actions: Actions): Promise<number> {
  let exitCode = 0;
  try {
    await commandLine(actions, (code) => (exitCode = code)).parseAsync();
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.code === VERSION) return await actions.version();
    return explain(error);
  }
}
