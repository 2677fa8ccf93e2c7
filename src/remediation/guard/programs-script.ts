/**
 * sh that inspects the programs that a start would run. A wrapper names what it starts; decisions inside a large program
 * cannot be read from outside. No file content leaves the machine.
 *
 *     programs_of PATHS     `program <path> <device:inode> <SHA-256 or size> <clean|binary|names trading>` of each, or
 *                           `program <path> missing` or `unread`
 *     arguments_of PATHS    `argument <path> names trading` if it does; `unread` if it may be a script and cannot be read, or
 *                           is in a closed folder; other data files grow, and do not count
 *     settings_of PATH      `file <path> <where it really is> <SHA-256>`, and ` names <what is trading>`, or `unread`
 */
export const programsScript = `trading_in() {
  { claims_in_force; echo; given_as name; echo; readings; } | awk '
    BEGIN {
      split("shiva foresight leverage", word_of, " ")
      for (each = 1; each <= 3; each++) {
        apart[each] = "[^a-z0-9]"
        for (at = 1; at <= length(word_of[each]); at++) {
          letter = substr(word_of[each], at, 1)
          letter = "[" (letter == "l" ? "i" : letter) "?]"
          inside[each] = inside[each] letter
          apart[each] = apart[each] (at > 1 ? "[-_.]?" : "") letter
        }
        apart[each] = apart[each] "[^a-z0-9]"
      }
    }
    # As long as more than half of its letters are known.
    function reads(text, pattern, ends,   place, unknown) {
      while (match(text, pattern)) {
        place = substr(text, RSTART + ends - 1, RLENGTH - 2 * (ends - 1))
        unknown = gsub(/[?]/, "?", place)
        if (unknown < length(place) / 2) return 1
        text = substr(text, RSTART + 1)
      }
      return 0
    }
    function plain(text) { gsub(/[^a-z0-9]+/, " ", text); return " " text " " }
    body < 2 && $0 == "" { body++; next }
    !body { path[++paths] = tolower($0); next }
    body == 1 { name[++names] = plain(tolower($0)); given[names] = $0; next }
    {
      line = tolower($0)
      for (each = 1; each <= paths && found == ""; each++) if (index(line, path[each])) found = path[each]
      word = plain(line)
      for (each = 1; each <= names && found == ""; each++) if (index(word, name[each])) found = given[each]
      gsub(/[l1!|]/, "i", line)
      gsub(/[4@]/, "a", line)
      gsub(/[5$]/, "s", line)
      gsub(/[69]/, "g", line)
      gsub(/[7+]/, "t", line)
      gsub(/3/, "e", line)
      gsub(/0/, "o", line)
      for (each = 1; each <= 3 && found == ""; each++) if (reads(line, inside[each], 1) || reads(" " line " ", apart[each], 2)) found = word_of[each]
      if (found != "") exit
    }
    END { if (found == "") exit 1; print found }'
}
# Lines \`WORD NAME=VALUE\`, without their values: those hold secrets, and stay on the machine.
marked() {
  lines=$(cat)
  if ! printf '%s\\n' "$lines" | names_trading; then printf '%s\\n' "$lines" | sed 's/=.*//'; return; fi
  printf '%s\\n' "$lines" | while IFS= read -r line; do
    mark=
    case $line in *=*) ! printf '%s\\n' "\${line#*=}" | names_trading || mark=' trading' ;; esac
    printf '%s\\n' "\${line%%=*}$mark"
  done
}
names_trading() {
  trading_in >/dev/null
}
text_of() {
  if [ -r "$1" ]; then cat <"$1"; elif [ -n "$by" ]; then $by cat -- "$1"; else return 1; fi
}
settings_of() {
  sum=$(sum_of "$1")
  if ! text=$(text_of "$1" | tr -d '\\000') || [ -z "$sum" ]; then echo "file $1 $(really "$1") unread"; return; fi
  # To come after a trading bot is not to touch it.
  # A backslash before a letter is none to who reads it.
  found=$(printf '%s\\n%s\\n' "$text" "$(printf '%s\\n' "$text" | sed 's/\\\\//g')" | grep -vE '^[[:space:]]*([#;]|(After|Before)[[:space:]]*=)' | trading_in)
  echo "file $1 $(really "$1") $sum\${found:+ names $found}"
}
sum_of() {
  if [ -r "$1" ]; then sum_in <"$1"; elif [ -n "$by" ]; then $by sha256sum -- "$1" | cut -d ' ' -f 1; fi
}
sum_in() {
  if command -v sha256sum >/dev/null; then sha256sum
  elif command -v shasum >/dev/null; then shasum -a 256
  else openssl dgst -sha256 -r; fi | cut -d ' ' -f 1
}
file_of() {
  sum=$(sum_of "$1")
  echo "file $1 $(really "$1") \${sum:-unread}"
}
kind_of() {
  size=$(wc -c <"$1")
  start=$(head -c 2 <"$1" | tr -d '\\000')
  if [ "$start" = '#!' ] && [ $size -gt 16777216 ]; then echo unread
  elif [ "$start" != '#!' ] && [ $size -gt 65536 ]; then echo "$((size)) binary"
  elif tr -d '\\000' <"$1" | names_trading; then echo "$(sum_of "$1") names trading"
  else echo "$(sum_of "$1") clean"; fi
}
programs_of() {
  printf '%s\\n' "$1" | sed -n '/^\\//p' | sort -u | while IFS= read -r path; do
    if ! [ -e "$path" ]; then echo "program $path missing"
    elif ! [ -f "$path" ] || ! [ -r "$path" ]; then echo "program $path unread"
    else echo "program $path $(identity "$path") $(kind_of "$path")"; fi
  done
}
closed() {
  if [ -e "$1" ]; then [ -f "$1" ] && ! [ -r "$1" ]; return; fi
  above=\${1%/*}
  while [ -n "$above" ] && ! [ -e "$above" ]; do above=\${above%/*}; done
  [ -d "\${above:-/}" ] && ! [ -x "\${above:-/}" ]
}
arguments_of() {
  printf '%s\\n' "$1" | sed -n '/^\\//p' | sort -u | while IFS= read -r path; do
    if closed "$path"; then echo "argument $path unread"; continue; fi
    [ -f "$path" ] || continue
    case $(kind_of "$path") in
      *' names trading') echo "argument $path names trading" ;;
      unread) echo "argument $path unread" ;;
    esac
  done
}
`;
