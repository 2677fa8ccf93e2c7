/**
 * sh that splits command lines, as systemctl and launchctl show them.
 *
 *     paths_in                     the paths in its input
 *     odd_paths                    the files in its input whose paths hold a blank or a sign, which would part them
 *     files_among FOLDERS LINES    the words that name a file in one of these folders, which may be the command
 *     meant_in FOLDERS LINES       the words that would be a trading service's file in one of these folders, existing or not
 *     shut_to FOLDERS LINES        `shut <folder>` for folders that may not be entered, if a word could be a file in them
 */
export const wordsScript = `paths_in() {
  tr ' \\t\\r;={}"\\047:,()<>|&\\140' '\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n' | sed -n '/^[-@+!|]*\\//{s/^[-@+!|]*//p;}' | sort -u
}
odd_paths() {
  tr -d '"\\047' | awk '{
    for (at = 1; at <= NF; at++) {
      path = $at
      sub(/^[-@+!|:(]+/, "", path)
      if (path !~ /^\\//) continue
      for (end = at; end <= NF && end < at + 8; end++) {
        if (end > at) path = path " " $end
        print path
        if (sub(/[;)|&]+$/, "", path)) print path
      }
    }
  }' | grep '[] ;={}:,()<>|&[]' | sort -u | head -n 3000 | while IFS= read -r path; do
    if [ -f "$path" ]; then printf '%s\\n' "$path"; fi
  done
}
# \`python3 -m web.main\` runs web/main.py.
with_modules() {
  awk '{ print }
    last == "-m" && /^[A-Za-z_][A-Za-z0-9_.]*$/ { gsub(/[.]/, "/"); print $0 ".py"; print $0 "/__main__.py" }
    $0 != "" { last = $0 }'
}
words_in() {
  printf '%s\\n' "$1" | sed 's/ ; ignore_errors=.*//; s/.*argv\\[\\]=//' | tr ' \\t\\r;={}"\\047:,()<>|&\\140' '\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n' | with_modules |
    sed '/^[-\\/]/d; /^$/d' | sort -u | head -n 300
}
files_among() {
  words=$(words_in "$2")
  printf '%s\\n' "$1" | sort -u | while IFS= read -r folder; do
    [ -d "$folder" ] || continue
    printf '%s\\n' "$words" | while IFS= read -r word; do
      if [ -f "\${folder%/}/$word" ]; then printf '%s\\n' "\${folder%/}/$word"; fi
    done
  done
}
# The folders among them, and the homes of the users that they name: \`make -C ../web\`, \`runuser -l deploy -c ./run\`.
folders_among() {
  words=$(words_in "$2")
  printf '%s\\n' "$1" | sort -u | while IFS= read -r folder; do
    [ -d "$folder" ] || continue
    printf '%s\\n' "$words" | while IFS= read -r word; do
      case $word in . | *[!.]*) ;; *) [ "$word" = .. ] || continue ;; esac
      if [ "$word" != . ] && [ -d "\${folder%/}/$word" ]; then printf '%s\\n' "\${folder%/}/$word"; fi
    done
  done
  printf '%s\\n' "$words" | sed 's/^~//; s|/.*||' | awk -F : 'NR == FNR { word[$0] = 1; next } $1 != "root" && ($1 in word) && $6 ~ /^\\/[^\\/]+\\/./ { print $6 }' - /etc/passwd
}
meant_in() {
  [ -n "$(claims_in_force)" ] || return 0
  { printf '%s\\n' "$1" | sort -u; echo; words_in "$2" | sed 's|^\\./||'; echo; claims_in_force; } | awk '
    $0 == "" && part < 2 { part++; next }
    !part { folder[++folders] = $0; next }
    part == 1 { word[++words] = $0; next }
    { claim[++claims] = $0 }
    END {
      for (one = 1; one <= folders; one++) for (each = 1; each <= words; each++) {
        path = folder[one]
        sub(/\\/+$/, "", path)
        path = path "/" word[each]
        for (every = 1; every <= claims; every++) {
          start = claim[every]
          sub(/[*?[].*/, "", start)
          if (path == claim[every] || index(path, claim[every] "/") == 1 || (start != claim[every] && index(path, start) == 1)) { print path; break }
        }
      }
    }'
}
shut_to() {
  [ -n "$(words_in "$2" | sed '/^[0-9.]*$/d')" ] || return 0
  printf '%s\\n' "$1" | sed -n '/^\\//p' | sort -u | while IFS= read -r folder; do
    if closed "\${folder%/}/any"; then echo "shut $folder"; fi
  done
}
`;
