import type { Command } from 'commander';
import { UserError } from '../text/user-error.ts';

/** What may follow a verb, or its option that takes a value; no words: a file. */
type Offer = { verb: string; option: string | null; words: readonly string[] };

/**
 * `driftwatch completion SHELL`: a script that completes verbs, options and their values, for the shell to load at its start.
 * @throws UserError for an unsupported shell
 */
export function completionFor(shell: string, program: Command): string {
  const script = scripts[shell];
  if (script) return script(inOrder(offersOf(program, [])));
  throw new UserError(`completion supports bash, zsh and fish, not ${shell}`);
}

/** `verb` is empty for the program itself. */
function offersOf(command: Command, path: readonly string[]): Offer[] {
  const verb = path.join(' ');
  const verbs = verb === 'completion' ? Object.keys(scripts) : command.commands.map((each) => each.name());
  const options = command.options.flatMap(({ long }) => long ?? []);
  const values = command.options.flatMap(({ long, required, argChoices = [] }) =>
    long && required ? [{ verb, option: long, words: argChoices }] : [],
  );
  return [
    ...values,
    { verb, option: null, words: [...verbs, ...options, '--help'] },
    ...command.commands.flatMap((each) => offersOf(each, [...path, each.name()])),
  ];
}

/** The first that fits counts: options before their verbs, and the longest verb first (`journal show` before `journal`). */
function inOrder(offers: readonly Offer[]): Offer[] {
  const rank = ({ verb, option }: Offer) => verb.length + (option === null ? 0 : 1000);
  return offers.toSorted((one, other) => rank(other) - rank(one));
}

const scripts: Record<string, (offers: readonly Offer[]) => string> = {
  bash: (offers) => `# driftwatch completion bash >>~/.bashrc
_driftwatch() {
  local verb="" word="" offered=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) verb="\${verb:+$verb }$word" ;; esac
  done
  case "$word" in --*) verb="$verb $word" ;; esac
${cases(offers)}
  COMPREPLY=($(compgen -W "$offered" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _driftwatch driftwatch
`,
  zsh: (offers) => `# driftwatch completion zsh >>~/.zshrc, below compinit
_driftwatch() {
  local verb="" word="" offered=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) ;; *) verb="\${verb:+$verb }$word" ;; esac
  done
  case "$word" in --*) verb="$verb $word" ;; esac
${cases(offers)}
  if [ -n "$offered" ]; then compadd -- \${=offered}; else _files; fi
}
compdef _driftwatch driftwatch
`,
  // `string` would read the terminal where a list is empty, hence the quotes.
  fish: (offers) => `# driftwatch completion fish >~/.config/fish/completions/driftwatch.fish
function __driftwatch_offered
  set -l verb
  set -l words (commandline -opc)[2..-1]
  for word in $words
    string match -q -- '-*' "$word"; or set -a verb $word
  end
  string match -q -- '--*' "$words[-1]"; and set -a verb $words[-1]
  switch "$verb"
${offers.map((offer) => `    case '${pattern(offer, '*')}'\n      string split -n ' ' -- '${offer.words.join(' ')}'\n`).join('')}  end
end
complete -c driftwatch -n 'count (__driftwatch_offered) >/dev/null' -f -a '(__driftwatch_offered)'
`,
};

function cases(offers: readonly Offer[]): string {
  const lines = offers.map(
    (offer) => `    "${pattern(offer, '"*"')}") offered="${offer.words.join(' ')}" ;;`,
  );
  return ['  case "$verb" in', ...lines, '  esac'].join('\n');
}

/** Between a verb and its option may be other options' values. */
function pattern({ verb, option }: Offer, anything: string): string {
  if (option !== null) return `${verb}${anything} ${option}`;
  return verb === '' ? '' : `${verb}${anything}`;
}
