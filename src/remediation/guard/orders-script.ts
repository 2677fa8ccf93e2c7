/**
 * sh that finds files that tell a program what to do without being on its command line: a compose file, package.json or
 * Makefile in its working folder, the folders of a supervisor's services, scripts that a script starts.
 *
 *     orders_in FOLDERS     `order <path> names trading` for small text files directly in these, for `run` files one level
 *                           below, for the git remotes of their checkout, and for files that these lead to; with a
 *                           second word also `image …` for the images that compose uses (images-script.ts)
 *     deeper FILES          the files that these scripts and settings start or include, three steps deep
 *     homes_of HOME WORDS   `~/.NAME` for the programs in these command lines: where a program keeps its settings
 *
 * Prose, logs, data and unreadable files do not count, nor do system folders and homes, which are for all programs.
 */
export const ordersScript = `ours() {
  case $1 in
    /usr/local/*/*) return 0 ;;
    /bin/* | /sbin/* | /lib/* | /lib32/* | /lib64/* | /usr/* | /dev/* | /proc/* | /sys/* | */.ssh | */.ssh/*) return 1 ;;
    /home/*/* | /Users/*/* | /root/?* | /var/*/*/* | /var/www/* | /var/opt/* | /var/lib/*) return 0 ;;
    /home/* | /Users/* | /var/* | /run/user/* | /private/*) return 1 ;;
    /*/?*) return 0 ;;
    *) return 1 ;;
  esac
}
order_files() (
  cd -P -- "$1/" || return
  find -L . -maxdepth 2 -type f -size -129 \\( -path './*/run' -o ! -path './*/*' ! -name '*.md' ! -name '*.txt' ! -name '*.log' \\
    ! -name '*.log.*' ! -name '*.lock' ! -name '*-lock.*' ! -name '*.csv' ! -name '*.jsonl' ! -name '*.pid' ! -name '*.html' ! -name '*.css' \\) -print |
    head -n 300 | sed "s|^\\.|\${PWD%/}|"
  above "$PWD" | while IFS= read -r path; do
    if [ -f "\${path%/}/.git/config" ]; then printf '%s\\n' "\${path%/}/.git/config"; break; fi
  done
  # docker compose and npm look for these in the folders above too, and take the nearest.
  for names in 'compose.yaml compose.yml docker-compose.yaml docker-compose.yml' package.json; do
    IFS=' '
    above "$PWD" | while IFS= read -r path; do
      IFS=' ' found=
      for name in $names; do if [ -f "\${path%/}/$name" ]; then printf '%s\\n' "\${path%/}/$name"; found=1; fi; done
      if [ -n "$found" ] || ! ours "\${path%/}/any"; then break; fi
    done
  done
)
# What they name by a way from where they lie: what compose includes, extends and builds, a script of package.json.
led_from() (
  set --
  while IFS= read -r file; do case $file in /*) set -- "$@" "$file" ;; esac; done
  [ $# -gt 0 ] || return
  awk '
    FNR == 1 { folder = FILENAME; sub(/\\/[^\\/]*$/, "", folder) }
    FNR > 2000 || /^[ \\t]*[#;]/ { next }
    {
      gsub(/[][ \\t\\r;={}"\\047:,()<>|&\\140]+/, "\\n")
      many = split($0, words, "\\n")
      for (each = 1; each <= many; each++) {
        word = words[each]
        sub(/^[-@+]+/, "", word)
        if (word ~ /^\\/\\// || word !~ /^[[:alnum:]_.\\/].*\\/|^\\.\\.?$/ || length(word) > 400) continue
        if (word == ".") continue
        path = word ~ /^\\// ? word : folder "/" word
        if (!(path in met) && ++count <= 3000) { met[path] = 1; print path }
      }
    }' "$@" </dev/null | while IFS= read -r path; do
    if [ -f "$path" ]; then printf '%s\\n' "$path"
    elif [ -d "$path" ]; then
      printf '%s\\n' "$path"
      for name in Dockerfile Containerfile compose.yaml compose.yml docker-compose.yaml docker-compose.yml package.json; do
        if [ -f "\${path%/}/$name" ]; then printf '%s\\n' "\${path%/}/$name"; fi
      done
    fi
  done | while IFS= read -r path; do
    case $path in
      /etc/*/*) printf '%s\\n' "$path" ;;
      /etc/*) ;;
      *) if ours "$path"; then printf '%s\\n' "$path"; fi ;;
    esac
  done | sort -u | head -n 200
)
small_texts() (
  set --
  while IFS= read -r file; do
    case $file in
      *.md | *.txt | *.log | *.lock | *-lock.* | *.csv | *.jsonl | *.pid | *.html | *.css) ;;
      /*) if [ -f "$file" ] && [ -r "$file" ]; then set -- "$@" "$file"; fi ;;
    esac
  done
  [ $# -eq 0 ] || find -L "$@" -prune -type f -size -129 -print
)
# A supervisor calls a service by its folder.
order_of() {
  case $1 in */run) printf '%s\\n' "$1" ;; esac
  tr -d '\\000' <"$1"
}
orders_in() (
  files=$(printf '%s\\n' "$1" | sort -u | while IFS= read -r folder; do
    if ours "$folder" && [ -d "$folder" ]; then order_files "$folder"; fi
  done | sort -u | while IFS= read -r file; do
    if [ -r "$file" ]; then printf '%s\\n' "$file"; fi
  done)
  [ -n "$files" ] || return
  led=$(printf '%s\\n' "$files" | led_from)
  further=$(printf '%s\\n' "$led" | small_texts)
  if [ -n "$further" ]; then
    more=$(printf '%s\\n' "$further" | led_from)
    led=$(printf '%s\\n' "$led" "$more")
    further=$(printf '%s\\n' "$further" "$(printf '%s\\n' "$more" | small_texts)")
  fi
  outside=$(printf '%s\\n' "$led" | sed '/^$/d' | head -n 100 | while IFS= read -r path; do really "$path"; done)
  claimed_of "$outside" | sed -n 's/^claimed \\(.*\\)/order \\1 names trading/p'
  [ -z "$2" ] || images_of '' "$(printf '%s\\n' "$files" "$further")"
  files=$(printf '%s\\n' "$files" "$further" | sed '/^$/d' | sort -u)
  printf '%s\\n' "$files" | while IFS= read -r file; do order_of "$file"; done | names_trading || return
  control=$(printf '[\\001-\\010\\016-\\032]')
  printf '%s\\n' "$files" | while IFS= read -r file; do
    if order_of "$file" | names_trading && ! head -c 4096 <"$file" | grep -q "$control"; then echo "order $file names trading"; fi
  done
)
deeper() (
  level=$1 seen=$1 rounds=0
  while [ -n "$level" ] && [ $rounds -lt 3 ]; do
    rounds=$((rounds + 1))
    level=$(printf '%s\\n' "$level" | sort -u | while IFS= read -r file; do
      if ours "$file" && [ -f "$file" ] && [ -r "$file" ]; then started_by "$file"; fi
    done | sort -u | seen=$seen awk 'BEGIN { n = split(ENVIRON["seen"], old, "\\n"); for (i = 1; i <= n; i++) met[old[i]] = 1 } !($0 in met)' | head -n 60)
    seen="$seen
$level"
    [ -z "$level" ] || printf '%s\\n' "$level"
  done
)
# Where it is a program, it lists words at most; a setting in /etc is read where it includes others by a pattern, or
# where a script reads it as its own lines.
started_by() (
  head -c 65536 <"$1" | tr -d '\\000' | sed -nE 's/^([^#]*[;&|({[:space:]])?([.]|source)[[:space:]]+"?(\\/[^] ";)&|}]+).*/\\3/p' | sort -u |
    while IFS= read -r word; do
      if ours "$word" && [ -f "$word" ]; then printf '%s\\n' "$word"; fi
    done
  head -c 65536 <"$1" | tr -d '\\000' | sed '/^[[:space:]]*[#;]/d' | odd_paths | while IFS= read -r word; do
    if ours "$word"; then printf '%s\\n' "$word"; fi
  done
  words=$(head -c 65536 <"$1" | tr -d '\\000' | sed '/^[[:space:]]*[#;]/d' |
    tr ' \\t;={}"\\047:,()<>|&\\140' '\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n' | sed '/^-/d; /^$/d' | sort -u | head -n 1000)
  set +f
  printf '%s\\n' "$words" | while IFS= read -r word; do
    IFS=
    case $word in
      *.log* | *'*' | */.. | */.) ;;
      /*'*'*)
        if ours "$word"; then for each in $word; do if [ -f "$each" ]; then printf '%s\\n' "$each"; fi; done; fi ;;
      /*)
        if ours "$word" && [ -f "$word" ] && { [ -x "$word" ] || [ "\${word#/etc/}" = "$word" ]; }; then printf '%s\\n' "$word"; fi
        if [ -f "\${1%/*}/\${word##*/}" ]; then printf '%s\\n' "\${1%/*}/\${word##*/}"; fi ;;
      *) if [ -f "\${1%/*}/$word" ]; then printf '%s\\n' "\${1%/*}/$word"; fi ;;
    esac
  done
)
homes_of() {
  printf '%s\\n' "$2" | tr -cs '[:alnum:]._/-' '\\n' | sed 's|.*/||; s/\\.[a-z]*$//; /^[[:alnum:]_][[:alnum:]_-]*$/!d' | sort -u | head -n 100 |
    while IFS= read -r name; do
      if [ -d "$1/.$name" ]; then printf '%s\\n' "$1/.$name"; fi
    done
}
`;
