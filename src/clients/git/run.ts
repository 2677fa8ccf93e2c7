import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { RepositoryError } from '../errors.ts';

/** `status` is null when a signal ended it. `truncated`: stdout passed the cap, and git was stopped there. */
export type GitAnswer = { status: number | null; stdout: Buffer; stderr: string; truncated: boolean };

const STDERR_CAP = 64 * 1024;
/** ms between asking git to end (it removes its lock files then) and ending it */
const GRACE = 2000;
/** env(1), EXIT STATUS */
const NO_SUCH_PROGRAM = 127;

/*
 * The environment travels through env(1): children inherit ours (PATH, HOME, the SSH agent, proxies) without
 * another reader of process.env. The operator's own git configuration still applies, since private remotes
 * need its credential helpers, CA files and proxies; what could prompt, execute or reach another repository is
 * switched off here, and variables that a surrounding git sets (a hook that starts us) are dropped.
 */
const DROPPED = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_SHALLOW_FILE',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
  'GIT_EXEC_PATH',
  'GIT_SSH',
  'GIT_PROXY_COMMAND',
  'GIT_TRACE',
].flatMap((name) => ['-u', name]);

const SET = [
  'LC_ALL=C', // stderr is read by git-errors.ts
  'GIT_TERMINAL_PROMPT=0',
  'GIT_ASKPASS=',
  'SSH_ASKPASS_REQUIRE=never',
  'GCM_INTERACTIVE=never',
  // overrides every protocol.* setting: `ext::` and `fd::` remotes would run commands
  'GIT_ALLOW_PROTOCOL=file:git:http:https:ssh',
  'GIT_NO_LAZY_FETCH=1',
  'GIT_NO_REPLACE_OBJECTS=1',
  'GIT_OPTIONAL_LOCKS=0',
  'GIT_LITERAL_PATHSPECS=1',
];

const CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.askPass=',
  'protocol.ext.allow=never',
  'gc.autoDetach=false', // a collection in the background would outlive the deadline
  'maintenance.autoDetach=false',
  'i18n.logOutputEncoding=UTF-8',
].flatMap((setting) => ['-c', setting]);

const running = new Set<ChildProcess>();

export type GitRun = {
  deadline: AbortSignal;
  /** default 64 MiB */
  maxBytes?: number;
  /** the ssh for remotes that need one; default: none is started */
  ssh?: string;
};

/**
 * Runs git in its own session (no terminal to prompt on) until it ends, `maxBytes` of output are there or the
 * deadline passes; then its whole process group is ended. Settles only when git is gone.
 * @throws RepositoryError if git is not installed
 */
export function runGit(args: string[], run: GitRun): Promise<GitAnswer> {
  const { deadline, maxBytes = 64 * 1024 * 1024, ssh = 'false' } = run;
  const { promise, resolve, reject } = Promise.withResolvers<GitAnswer>();
  const child = spawn('env', [...DROPPED, ...SET, `GIT_SSH_COMMAND=${ssh}`, 'git', ...CONFIG, ...args], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (running.size === 0) process.on('exit', endAll);
  running.add(child);
  const output: Buffer[] = [];
  let size = 0;
  let stderr = '';
  let kill: NodeJS.Timeout | undefined;

  const stop = () => {
    signalGroup(child, 'SIGTERM');
    kill ??= setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE);
  };
  const settle = (status: number | null) => {
    clearTimeout(kill);
    // git's children (ssh) may have ignored the first signal
    if (kill !== undefined) signalGroup(child, 'SIGKILL');
    deadline.removeEventListener('abort', stop);
    running.delete(child);
    if (running.size === 0) process.off('exit', endAll);
    if (status === NO_SUCH_PROGRAM) {
      reject(
        new RepositoryError(
          'unreachable',
          { what: 'git is not installed where Driftwatch runs', cure: 'install it' },
          { code: 'GIT_MISSING' },
        ),
      );
      return;
    }
    const stdout = Buffer.concat(output);
    resolve({
      status,
      stdout: stdout.subarray(0, maxBytes),
      stderr,
      truncated: size > maxBytes,
    });
  };

  child.stdout.on('data', (chunk: Buffer) => {
    if (size <= maxBytes) output.push(chunk);
    size += chunk.length;
    if (size > maxBytes) stop();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CAP);
  });
  child.on('error', () => settle(NO_SUCH_PROGRAM));
  child.on('exit', () => {
    // A child of git may keep the pipes open for ever (a credential cache daemon).
    setTimeout(() => [child.stdout, child.stderr].forEach((pipe) => pipe.destroy()), 1000).unref();
  });
  child.on('close', (status) => settle(status));
  if (deadline.aborted) stop();
  deadline.addEventListener('abort', stop, { once: true });
  return promise;
}

function endAll(): void {
  for (const child of running) signalGroup(child, 'SIGTERM');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // the group is gone already
  }
}
