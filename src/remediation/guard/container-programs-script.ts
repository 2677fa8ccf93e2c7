/**
 * sh that reads the files of a container, running or not: `programs_inside ENGINE`, after look_container has set
 * `shown`. Sets `work` and `programs`, and prints
 *
 *     program <path> <clean|binary|names trading>   of what its command, health check and variables name, and of what
 *                                                   these scripts name in turn
 *     drives the-command <a command>                where it may act on more than itself, and is told to
 *     image <name> …                                where it may, and makes containers (images-script.ts)
 */
export const containerProgramsScript = `programs_inside() {
  work=$(printf '%s\\n' "$shown" | sed -n 's/^workdir "\\(.*\\)"$/\\1/p')
  first=$(printf '%s\\n' "$shown" | sed -n 's|^path "\\([^/"]*\\)"$|\\1|p')
  told=$(printf '%s\\n' "$shown" | sed -nE 's/^(path|args|healthcheck) //p' | unescaped | with_variables)
  words=$(printf '%s\\n' "$told" | tr '" ,[]{};=()<>|&\\140\\047' '\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n' |
    with_modules | sed '/^-/d; /^[0-9.]*$/d' | sort -u)
  programs=$({
    printf '%s\\n' "$told" | tr '"' '\\n' | sed -n '/^\\/.*[] ,;{}=()<>|&[]/p' | head -n 10
    [ -z "$work" ] || printf '%s\\n' package.json Makefile Procfile | work=\${work%/} awk '{ print ENVIRON["work"] "/" $0 }'
    printf '%s\\n' "$words" | work=\${work%/} awk '/^\\// { print; next } NF { sub(/^\\.\\//, ""); print ENVIRON["work"] "/" $0 }'
    [ -z "$first" ] || printf '%s\\n' "$shown" | sed -n 's/^env "PATH=\\(.*\\)"$/\\1/p' | tr ':' '\\n' | sed "/^\\//{s|/*\\$|/$first|;p;};d"
  } | sed -n '/^\\./p; /^\\//p' | sort -u)
  [ "$(printf '%s\\n' "$programs" | wc -l)" -le 60 ] || echo 'program one-of-more-than-60 unread'
  texts=$(printf '%s\\n' "$programs" | head -n 60 | while IFS= read -r path; do inside "$1" "$path"; done
    printf '%s\\n' "$shown" | sed -n '/^env "PATH=/d; s/^env "[^=]*=\\(\\/[^:]*[^:/]\\)"$/\\1/p' | not_of_the_system | head -n 12 |
      while IFS= read -r path; do inside "$1" "$path" file; done)
  # A script of the image may start another one.
  further=$(printf '%s\\n' "$texts" | sed -n 's/^+ //p' | not_of_the_system | seen=$programs awk '
    BEGIN { many = split(ENVIRON["seen"], old, "\\n"); for (each = 1; each <= many; each++) met[old[each]] = 1 }
    !($0 in met) { met[$0] = 1; print }' | head -n 30)
  texts="$texts
$(printf '%s\\n' "$further" | while IFS= read -r path; do [ -z "$path" ] || inside "$1" "$path" file; done)"
  printf '%s\\n' "$texts" | sed -n 's/^= //p'
  acts_outside || return
  commands=$(printf '%s\\n' "$told" | tr -d '[]' | tr '\\n' ' '; echo; printf '%s\\n' "$texts" | sed -n 's/^> //p')
  found=$(printf '%s\\n' "$commands" | drives_in)
  [ -z "$found" ] || echo "drives the-command $found"
  images_of "$commands" ''
}
# JSON's own signs (RFC 8259, 7); a new line begins a new command.
unescaped() {
  sed 's/\\\\[nr]/ ; /g; s/\\\\t/ /g; s/\\\\u0026/\\&/g; s/\\\\u003c/</g; s/\\\\u003e/>/g; s/\\\\"/"/g'
}
# \`$HOME_OF_IT/run\` as a shell in the container reads it, where that is a path.
with_variables() {
  vars=$(printf '%s\\n' "$shown" | sed -n '/^env "PATH=/d; s/^env "\\([A-Za-z_][A-Za-z0-9_]*\\)=\\(\\/[^"&$ ]*\\)"$/\\1 \\2/p') awk '
    BEGIN { count = split(ENVIRON["vars"], row, "\\n") }
    { for (each = 1; each <= count; each++) {
        at = index(row[each], " ")
        name = substr(row[each], 1, at - 1)
        while (at && match($0, "[$]([{]" name "[^}]*[}]|" name "([^A-Za-z0-9_]|$))")) {
          more = RLENGTH - length(name) - 1
          last = substr($0, RSTART + RLENGTH - 1, 1)
          after = last == "}" || more == 0 ? RSTART + RLENGTH : RSTART + RLENGTH - 1
          $0 = substr($0, 1, RSTART - 1) substr(row[each], at + 1) substr($0, after)
        }
      }
      print }'
}
not_of_the_system() {
  grep -vE '^/(bin|sbin|dev|proc|sys|tmp|run|etc|lib|lib64|usr/(bin|sbin|lib|share))(/|$)'
}
# May it act on more than itself: by the machine's processes, by all rights, by a socket of the machine's?
acts_outside() {
  printf '%s\\n' "$shown" | grep -qE '^out ("host"|[^ ]+ true|.*SYS_(ADMIN|PTRACE|BOOT))|^env "(DOCKER|CONTAINER)_HOST=' && return
  [ -n "$(printf '%s\\n' "$shown" | sed -n 's/^mount "\\(\\/[^"]*\\)" .*/\\1/p' | while IFS= read -r path; do
    case \${path%/} in ('' | /run | /var | /var/run | /proc | /sys | *.sock) echo yes ;; (*) [ ! -S "$path" ] || echo yes ;; esac
  done)" ]
}
# \`inside ENGINE PATH [file]\`: \`= program …\` of a file, or of what a folder begins with unless only files are meant;
# \`> LINE\` for each line of a script, and \`+ PATH\` for each word that may be another one.
inside() {
  copied=$($by $1 cp $follow "$id:$2" - | head -c 131072 | tr '\\000' ' ')
  # tar's header says what it is.
  kind=$(printf '%s\\n' "$copied" | head -n 1 | cut -c 157)
  [ "$kind$3" != 5file ] || return
  case $copied in
    '') ;; # no file, or one that the engine does not give this user
    *ELF*) echo "= program $2 binary" ;;
    *)
      if printf '%s\\n' "$copied" | names_trading; then echo "= program $2 names trading"; else echo "= program $2 clean"; fi
      [ "$kind" != 5 ] || return
      printf '%s\\n' "$copied" | cut -c 1-2000 | sed 's/^/> /'
      printf '%s\\n' "$copied" | sed '/^[[:space:]]*#[^!]/d' | tr ' \\t;={}"\\047:,()<>|&\\140' '\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n' |
        sed -n '/^[[:alnum:]_.\\/][[:alnum:]_.\\/-]*$/p' | grep -E '/|[.](sh|bash|py|js|mjs|cjs|rb|pl|ts)$' | sort -u | head -n 60 |
        work=\${work%/} folder=\${2%/*} awk '
          /^\\/\\/|\\/$/ { next }
          /^\\// { print "+ " $0; next }
          { sub(/^\\.\\//, ""); print "+ " ENVIRON["folder"] "/" $0; if (ENVIRON["work"] != ENVIRON["folder"]) print "+ " ENVIRON["work"] "/" $0 }' ;;
  esac
}
`;
