import { INERT_GIT } from '../checkout/checkout-script.ts';

// Each checkout is printed once, with its remote and branches:
//
//     checkout <path>
//     origin <address>
//     branch refs/heads/<name>
//     default refs/remotes/origin/<name>
//     end
const DESCRIBE = `${INERT_GIT}
tops() {
  while IFS= read -r place; do
    (find_top "$place" >&2 && [ -n "$top" ] && printf '%s\\n' "$top")
  done | sort -u
}
line() {
  printf '%s %s\\n' "$1" "$(printf '%s' "$2" | tr '\\n' ' ')"
}
describe() {
  while IFS= read -r top; do
    echo "checkout $top"
    line origin "$(inert_git config --get remote.origin.url)"
    line branch "$(inert_git symbolic-ref -q HEAD)"
    line default "$(inert_git symbolic-ref -q refs/remotes/origin/HEAD)"
    echo end
  done
}
`;

/** The checkouts that something runs from: working folders of processes, of units and of compose projects. */
export const USED_CHECKOUTS = `${DESCRIBE}
{
  if [ -d /proc/self ]; then
    ls -l /proc/[0-9]*/cwd | sed -n 's|^[^/]* /proc/[0-9]*/cwd -> /|/|p'
  else
    lsof -n -P -a -d cwd -Fn | sed -n 's|^n/|/|p'
  fi
  if command -v systemctl >&2; then
    systemctl --no-pager show --property=WorkingDirectory '*.service' | sed -n 's|^WorkingDirectory=!*/|/|p'
    systemctl --user --no-pager show --property=WorkingDirectory '*.service' | sed -n 's|^WorkingDirectory=!*/|/|p'
  fi
  for engine in docker podman; do
    ids=$($engine ps --quiet </dev/null) && [ -n "$ids" ] &&
      $engine inspect --format '{{index .Config.Labels "com.docker.compose.project.working_dir"}}' $ids </dev/null
  done
} | grep -v '^/$' | sort -u | head -n 300 | tops | head -n 100 | describe
exit 0`;

// What is found under these names is nobody's deployment, and there may be very much of it.
const SKIPPED =
  'node_modules .cache .cargo .rustup .npm .nvm .pyenv .rbenv .local .venv venv Library Applications go Trash .Trash site-packages vendor Cellar Homebrew homebrew';
const skipped = SKIPPED.split(' ')
  .map((name) => `-name ${name}`)
  .join(' -o ');

/**
 * Checkouts and compose files in the places where people put them, four folders deep; of a compose file only the names
 * of its services, since the rest may hold secrets:
 *
 *     compose <path>
 *     service <name>
 *     end
 */
export const SEARCHED_PLACES = `home=$HOME
${DESCRIBE}
found() {
  for place in "$home" /home /Users /root /opt /srv /usr/local /var/www; do
    [ -d "$place/" ] || continue
    find "$place/" -maxdepth 4 \\( ${skipped} \\) -prune -o "$@" -print
  done | sort -u
}
found -name .git | head -n 200 | sed 's|//*|/|g; s|/\\.git$||' | tops | describe
found \\( -name 'compose.y*ml' -o -name 'docker-compose.y*ml' \\) -type f | head -n 100 | sed 's|//*|/|g' | sort -u |
  while IFS= read -r file; do
    echo "compose $file"
    awk '/^services:/ { inside = 1; next }
      /^[^ #\\t]/ { inside = 0 }
      inside && match($0, /^ +[A-Za-z0-9._-]+:[ \\t]*(#.*)?$/) {
        indent = match($0, /[^ ]/)
        if (!first) first = indent
        if (indent == first) { sub(/^ +/, ""); sub(/:.*/, ""); print "service " $0 }
      }' "$file"
    echo end
  done
exit 0`;
