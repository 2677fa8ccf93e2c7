import { quote } from '../../text/quote.ts';

/** The request to one endpoint: the lines of curl's configuration, without its output format. */
export type Order = { index: number; lines: string };

/** Most bytes for all answers together. Answers that do not fit are requested again separately. */
const MOST_BYTES = 128 * 1024;
/** How long the shared curl may take: endpoints that have not answered by then are requested separately. */
const ALL_SECONDS = 1;

/**
 * POSIX sh that asks these endpoints by one curl, one after the other, and sets `left` to those of `all` that are still to be
 * asked by themselves. Prints
 *
 *     together <marker> <encoding>
 *     … in that encoding, for each endpoint that was asked: what curl prints of it, then a line
 *       `<marker> <index> <exit status> <why, as curl says it> <marker>` …
 *     .
 *
 * A marker that no service knows keeps one from answering for another. curl(1): `exitcode` and `errormsg` are from 7.75 on.
 */
export function togetherScript(orders: readonly Order[], all: readonly number[]): string {
  const text = orders.map(({ index, lines }, at) => {
    const before = `${at === 0 ? '' : 'next\n'}${lines}\nwrite-out = "\\n%{time_total} %{size_download}\\n`;
    const told = ` ${index} %{exitcode} %{errormsg} `;
    return `${quote(before)}"$m"${quote(told)}"$m"${quote('\\n%{stderr}')}"$m"${quote(` ${index} %{exitcode} %{size_download} %{size_header}\\n"\n`)}`;
  });
  return `all='${all.join(' ')}'
orders() {
printf '%s' ${text.join('')}
}
${TOGETHER}${orders.length === 0 ? 'left=$all' : 'together'}
`;
}

// - The pipeline's last process is curl itself, which is ended when its time is up; nothing of it counts but what is complete.
// - What was printed beyond the cap is lost, and curl may not have noticed: sizes are added up, with room for redirects.
// - What a curl that is ended had still to write is lost too: an answer is sure once a body was written after it.
const TOGETHER = `recent() {
  version=\${version#curl }
  major=\${version%%.*}
  minor=\${version#*.}
  minor=\${minor%%.*}
  case $major,$minor in *[!0-9,]* | ,* | *,) return 1 ;; esac
  [ $major -gt 7 ] || [ $major -eq 7 ] && [ $minor -ge 75 ]
}
in_time() {
  orders | curl -q --config - 2>&4 & asked=$!
  (
    trap 'kill -9 $!; exit' TERM
    sleep ${ALL_SECONDS} & wait $!
    kill -9 $asked
  ) >/dev/null 4>&- & timer=$!
  wait $asked
  [ $? -gt 128 ] || echo "$m all" >&4
  kill -TERM $timer
}
together() {
  left=$all
  [ -n "$follow" ] && [ -n "\${m-}" ] && recent || return 0
  echo "together $m $encoding"
  {
    told=$({ in_time 3>&- | head -c ${MOST_BYTES} 3>&- 4>&- | encode >&3 3>&- 4>&-; } 4>&1)
  } 3>&1
  echo
  echo .
  used=8192 had=' ' unsure=
  set -f
  IFS=$nl
  for line in $told; do
    IFS=' '
    set -- $line
    case $# in
      2) [ "$1 $2" != "$m all" ] || had="$had$unsure" ;;
      5)
        [ "$1" = "$m" ] && [ "$3" != 23 ] || continue
        case $2$3$4$5 in *[!0-9]*) continue ;; esac
        used=$((used + $4 + $5 + 200))
        [ $used -le ${MOST_BYTES} ] || break
        if [ $4 -gt 0 ]; then had="$had$unsure" unsure=; fi
        unsure="$unsure$2 " ;;
    esac
  done
  unset IFS
  left=
  for index in $all; do
    case $had in *" $index "*) ;; *) left="$left $index" ;; esac
  done
}
`;

/**
 * The blocks that it printed, by index, as those of one endpoint are: the output up to `capBytes` and one more, and a line
 * `<exit status> <what it said>`.
 */
export function readTogether(output: string, capBytes: number): Map<number, Buffer> {
  const blocks = new Map<number, Buffer>();
  const [, marker = '', encoding, text = ''] =
    /^together ([0-9a-f]{32,64}) (base64|hex)\n([^.]*)^\.$/m.exec(output) ?? [];
  if (marker === '') return blocks;
  const bytes =
    encoding === 'hex' ? Buffer.from(text.replaceAll(/\s/g, ''), 'hex') : Buffer.from(text, 'base64');
  const line = new RegExp(`\\n${marker} (\\d{1,6}) (\\d{1,3}) ([^]*?) ${marker}\\n`, 'g');
  let from = 0;
  for (const told of bytes.toString('latin1').matchAll(line)) {
    const [whole, index, status, why = ''] = told;
    const printed = bytes.subarray(from, Math.min(told.index, from + capBytes + 1));
    const said = status === '0' ? '' : `curl: (${status}) ${why}`;
    blocks.set(Number(index), Buffer.concat([printed, Buffer.from(`\n${status} ${said}`, 'latin1')]));
    from = told.index + whole.length;
  }
  return blocks;
}
