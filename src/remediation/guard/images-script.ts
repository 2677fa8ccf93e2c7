/**
 * sh that inspects the images from which a unit makes containers: `images_of LINES FILES`, for systemd's command lines,
 * scripts and compose files, prints
 *
 *     image <name> <sum of the engine's description>      with ` names trading` if its name, command, variables,
 *                                                         labels or history do
 *     image <name> unread                                 if the engine lacks it, or does not show it to this user
 *
 * docker-run(1): the image follows the options. An option takes the next word as its value unless it is a known flag. If
 * that is wrong, another word is taken for the image, and cannot be read.
 */
export const imagesScript = `images_in() {
  awk '
    function words_of(line,   at, letter, quote, word, open) {
      count = 0
      for (at = 1; at <= length(line) + 1; at++) {
        letter = at > length(line) ? " " : substr(line, at, 1)
        if (quote != "") { if (letter == quote) quote = ""; else word = word letter }
        else if (letter == "\\"" || letter == "\\047") { quote = letter; open = 1 }
        else if (letter ~ /[ \\t]/) { if (word != "" || open) list[++count] = word; word = ""; open = 0 }
        else if (letter ~ /[;|&()]/) { if (word != "") list[++count] = word; list[++count] = ";"; word = ""; open = 0 }
        else word = word letter
      }
      if (quote != "" && word != "") list[++count] = word
    }
    function takes_next(option,   at) {
      if (option ~ /=/) return 0
      if (option ~ /^--/) return option !~ /^--(detach|init|interactive|no-healthcheck|oom-kill-disable|privileged|publish-all|quiet|read-only|rm|rmi|sig-proxy|tty|use-api-socket|disable-content-trust|env-host|http-proxy|no-hosts|no-hostname|passwd|read-only-tmpfs|replace|tls-verify|unsetenv-all)$/
      for (at = 2; at <= length(option); at++) if (index("ditPq", substr(option, at, 1)) == 0) return at == length(option)
      return 0
    }
    function from(at,   engine) {
      # \`my-docker\` is not asked: what a text names is never run.
      match(list[at], /(docker|podman|nerdctl)$/)
      engine = substr(list[at], RSTART)
      for (at++; at <= count; at++) {
        if (list[at] ~ /^-/) { if (list[at] ~ /^(-H|-l|-c|--(host|log-level|config|context|root|runroot|storage-driver|cgroup-manager|events-backend|url|connection))$/) at++ }
        else if (list[at] != "container") break
      }
      if (list[at] !~ /^(run|create)$/) return
      for (at++; at <= count && list[at] ~ /^-./; at++) if (takes_next(list[at])) at++
      if (at <= count && list[at] != ";") print engine " " list[at]; else print engine " of-a-command"
    }
    /(docker|podman|nerdctl).*(run|create)/ {
      gsub(/[][{}=]+(docker|podman|nerdctl)/, " &")
      words_of($0)
      for (at = 1; at <= count; at++) if (list[at] ~ /(^|[\\/\\[{@+!:-])(docker|podman|nerdctl)$/) from(at)
      # A shell has its whole command in one word.
      for (at = 1; at <= count; at++) if (list[at] ~ /(docker|podman|nerdctl) .*(run|create) /) { inner[++inners] = list[at]; gsub(/[][]/, " ", inner[inners]) }
    }
    # compose.yaml, and pods: \`image: shop/web:1\`
    /^[ \\t-]*"?image"?[ \\t]*:[ \\t]*[^ \\t]/ {
      sub(/^[^:]*:[ \\t]*/, "")
      sub(/[ \\t]+#.*/, "")
      gsub(/["\\047, \\t\\r]/, "")
      if ($0 !~ /^[&*{]/) print "any " $0
    }
    END { for (each = 1; each <= inners; each++) { words_of(inner[each]); for (at = 1; at <= count; at++) if (list[at] ~ /(^|\\/)(docker|podman|nerdctl)$/) from(at) } }' |
    grep -v '^any .*[.]\\(png\\|jpe*g\\|svg\\|webp\\|gif\\)$' | sort -u
}
images_of() (
  { printf '%s\\n' "$1" | sed 's/ ; ignore_errors=.*//; s/.*argv\\[\\]=//'
    printf '%s\\n' "$2" | sort -u | while IFS= read -r file; do
      if ours "$file" && [ -f "$file" ] && [ -r "$file" ]; then head -c 65536 <"$file" | tr -d '\\000' | sed '/^[[:space:]]*[#;]/d'; fi
    done; } | in_one_line | images_in | awk 'NR < 61; NR == 61 { print "none one-of-more-than-60" }' | while read -r engine image; do
    case $engine in any | docker | podman | nerdctl) ;; *) echo "image $image unread"; continue ;; esac
    if [ "$engine" = any ]; then engine=docker; command -v docker >/dev/null || engine=podman; fi
    id=.Id
    [ "$engine" != podman ] || id=.ID
    format="{{json $id}} {{json .RepoTags}} {{json .RepoDigests}} {{json .Config}}"
    if said=$($by "$engine" image inspect --format "$format" -- "$image") && [ -n "$said" ]; then
      said="$image
$said
$($by "$engine" history --no-trunc --human=false --format '{{.CreatedBy}}' -- "$image")"
      sum=$(printf '%s\\n' "$said" | sum_in)
      mark=
      ! printf '%s\\n' "$said" | names_trading || mark=' names trading'
      echo "image $image \${sum:-unread}$mark"
    else echo "image $image unread"; fi
  done
)
`;
