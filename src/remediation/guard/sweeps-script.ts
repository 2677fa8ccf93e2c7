/**
 * sh that finds the folders of which a command removes or changes all that is in them:
 *
 *     swept_by LINES FILES      their paths, for systemd's command lines, and for scripts
 *
 * `chown -R web /srv` and `find /srv -delete` name no trading service, and reach the one below /srv. A pattern counts as
 * what it stands for now.
 */
export const sweepsScript = `swept_by() {
  { printf '%s\\n' "$1" | sed 's/ ; ignore_errors=.*//; s/.*argv\\[\\]=//'
    printf '%s\\n' "$2" | sort -u | while IFS= read -r file; do
      if ours "$file" && [ -f "$file" ] && [ -r "$file" ]; then head -c 65536 <"$file" | tr -d '\\000' | sed '/^[[:space:]]*#/d'; fi
    done; } | in_one_line | grep -E '(^|[^[:alnum:]_.-])((rm|chown|chmod|chgrp|setfacl|chattr)[[:space:]](.*[[:space:]])?(-[a-zA-Z]*[rR]|--recursive)|rsync[[:space:]].*--del|find[[:space:]].*-(delete|exec|ok)|mv[[:space:]])' |
    paths_in | head -n 100 | all_of
}
all_of() (
  set +f
  while IFS= read -r pattern; do
    IFS=
    for path in $pattern; do if [ -e "$path" ]; then printf '%s\\n' "$path"; fi; done
  done | head -n 1000
)
`;
