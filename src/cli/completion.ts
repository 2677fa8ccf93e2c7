import type { Command } from 'commander';
import { UserError } from '../text/user-error.ts';

type Word = { after: string; words: string[] };

/**
 * `driftwatch completion SHELL`: a script that completes verbs and options, for the shell to load at its start.
 * @throws UserError for an unsupported shell
 */
export function completionFor(shell: string, program: Command): string {
  const script = scripts[shell];
  if (script) return script(wordsOf(program, []));
  throw new UserError(`completion supports bash, zsh and fish, not ${shell}`);
}

/** What may follow each verb; `after` is empty for the program itself. */
function wordsOf(command: Command, path: readonly string[]): Word[] {
  const verbs = command.commands.map((each) => each.name());
  const options = command.options.flatMap(({ long }) => long ?? []);
  const own = { after: path.join(' '), words: [...verbs, ...options, '--help'] };
  return [own, ...command.commands.flatMap((each) => wordsOf(each, [...path, each.name()]))];
}

const scripts: Record<string, (words: readonly Word[]) => string> = {
  bash: (words) => `# driftwatch completion bash >>~/.bashrc
_driftwatch() {
  local verb="" word offered=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) verb="\${verb:+$verb }$word" ;; esac
  done
${cases(words)}
  COMPREPLY=($(compgen -W "$offered" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _driftwatch driftwatch
`,
  zsh: (words) => `# driftwatch completion zsh >>~/.zshrc, below compinit
_driftwatch() {
  local verb="" word offered=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) ;; *) verb="\${verb:+$verb }$word" ;; esac
  done
${cases(words)}
  compadd -- \${=offered}
  _files
}
compdef _driftwatch driftwatch
`,
  fish: (words) => {
    const lines = words.map(({ after, words: offered }) => {
      const last = after.split(' ').at(-1) ?? '';
      const when = last === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${last}`;
      return `complete -c driftwatch -n '${when}' -a '${offered.join(' ')}'\n`;
    });
    return `# driftwatch completion fish >~/.config/fish/completions/driftwatch.fish\n${lines.join('')}`;
  },
};

/** The longest verb first: `journal show` before `journal`. */
function cases(words: readonly Word[]): string {
  const longest = words.toSorted((one, other) => other.after.length - one.after.length);
  const lines = longest.map(({ after, words: offered }) => {
    const pattern = after === '' ? '""' : `"${after}"*`;
    return `    ${pattern}) offered="${offered.join(' ')}" ;;`;
  });
  return ['  case "$verb" in', ...lines, '  esac'].join('\n');
}
