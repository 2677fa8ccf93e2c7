import { MAX_REDIRECTS } from '../../clients/http/redirect.ts';
import { isTcp } from '../../inventory/manifest.ts';
import { quote } from '../../text/quote.ts';
import { togetherScript } from './together-script.ts';
import { WITHOUT_TOOL, WITHOUT_ENCODER, NEEDS_CURL, HELD_SECONDS } from './local-health-marks.ts';

/** One endpoint that the machine itself requests. */
export type LocalRequest = {
  url: URL;
  headers: Record<string, string>;
  timeoutMs: number;
  /** neither the headers nor the address may appear in a process list */
  secret: boolean;
  /** the certificate is not checked */
  insecure: boolean;
};

/** The server's certificates on standard error: curl(1), `stderr` from 7.63 and `certs` from 7.88 on. */
const CHAIN = '%{stderr}%{certs}';

/**
 * POSIX sh that requests all endpoints in parallel and prints, for each in turn,
 *
 *     <index> <tool> <encoding>
 *     … the tool's output up to `capBytes` and one more, then a line `<exit status> <what it said on stderr>` …
 *     .
 *
 * where the block is in base64, or in hex where there is no base64: bodies are binary, a section is text.
 */
export function localHealthScript(requests: LocalRequest[], capBytes: number): string {
  const asks = requests.map((request, index) => `ask_${index}() {\n${ask(request)}\n}\n`).join('');
  const orders = requests.flatMap((request, index) =>
    request.url.protocol === 'http:'
      ? [{ index, lines: [...quietConfig(request), curlRedirects(request.url), 'no-buffer'].join('\n') }]
      : [],
  );
  const all = requests.map((_, index) => index);
  return `${ASKING}cap=${capBytes + 1}\nask() {\nask_$1\n}\n${asks}${togetherScript(orders, all)}${ANSWERS}answers $left`;
}

// The stages of the pipeline all start at once, and each holds its own answer back until those before it have passed: they
// are read in parallel and never mingle, without a file to keep them apart.
const ANSWERS = `answers() {
  case $# in
    0) ;;
    1) answer $1 ;;
    *)
      own=$1
      shift
      answers "$@" | { own=$(answer $own); cat; printf '%s\\n' "$own"; } ;;
  esac
}
`;

function ask(request: LocalRequest): string {
  if (isTcp({ url: request.url.href })) return askPort(request.url);
  const seconds = request.timeoutMs / 1000;
  const href = quote(request.url.href);
  const unchecked = request.insecure ? ' --no-check-certificate' : '';
  const wget = request.secret
    ? `return ${NEEDS_CURL}`
    : `if [ $tool = wget ]; then
limited ${Math.ceil(seconds)} wget --no-config -S -nv -O - -T ${Math.ceil(seconds)} --tries=1 --max-redirect=${MAX_REDIRECTS} --content-on-error -e use_proxy=off${unchecked} -U driftwatch ${href}
else
limited ${Math.ceil(seconds)} wget -q -S -O -${unchecked} -U driftwatch ${href}
fi </dev/null`;
  return `if [ $tool = curl ]; then
{ printf '%s\\n' ${quote(curlConfig(request))}
[ -z "$follow" ] || printf '%s\\n' ${quote(curlRedirects(request.url))}
} | curl -q --config -
else
${wget}
fi`;
}

// - curl reads its orders from standard input, so that neither an address nor a header appears in the process list.
// - `ask` prints the body to `head`, which closes the connection at the cap; what the tool says goes by
//   descriptor 4 into `said`, and behind the body once that is complete.
// - `--connect-to` came with curl 7.49. Without it a redirect could carry our headers elsewhere, and is not followed.
// - What `ask` does is whoever uses it to say: it is called with the answer's index.
export const ASKING = `unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
follow= nl='
'
if version=$(curl -q --connect-to ::: --version); then
tool=curl
follow=1
elif curl -q --version >/dev/null; then
tool=curl
elif command -v wget >/dev/null; then
case $(wget --version 2>&1 </dev/null) in *'GNU Wget'*) tool=wget ;; *) tool=busybox-wget ;; esac
else
echo ${WITHOUT_TOOL}
exit 0
fi
if command -v base64 >/dev/null; then
encoding=base64
encode() { base64; }
elif command -v od >/dev/null; then
encoding=hex
encode() { od -An -v -tx1; }
else
echo ${WITHOUT_ENCODER}
exit 0
fi
if [ $tool != curl ] && timeout 1 sleep 0; then
limited() { timeout "$@"; }
else
limited() { shift; "$@"; }
fi
answer() {
echo "$1 $tool $encoding"
{
said=$({ { ask $1 2>&4; printf '\\n%s' $? >&4; } 3>&- | head -c $cap >&3 3>&- 4>&-; } 4>&1)
printf '\\n%s ' "\${said##*$nl}"
printf '%s' "\${said%$nl*}" | tr '\\n' '\\036' | head -c 16384
} 3>&1 | encode
echo
echo .
}
`;

/** curl's telnet sends nothing by itself. wget has nothing like it. */
function askPort(url: URL): string {
  const lines = [
    'silent',
    'show-error',
    'noproxy = "*"',
    'proto = "=telnet"',
    `max-time = ${HELD_SECONDS}`,
    String.raw`write-out = "\n%{time_connect} %{time_total}"`,
    `url = ${curlQuote(`telnet://${url.host}`)}`,
  ];
  return `[ $tool = curl ] || return ${NEEDS_CURL}
printf '%s\\n' ${quote(lines.join('\n'))} | curl -q --config -`;
}

function curlConfig(request: LocalRequest): string {
  const lines = [
    ...quietConfig(request),
    'show-error',
    // The size is that of the body: curl prints the trailers of chunks behind it.
    String.raw`write-out = "\n%{time_total} %{size_download}${request.url.protocol === 'https:' ? CHAIN : ''}"`,
  ];
  return lines.join('\n');
}

function quietConfig({ url, headers, timeoutMs, insecure }: LocalRequest): string[] {
  return [
    'silent',
    'include',
    'globoff',
    'http1.1',
    ...(insecure ? ['insecure'] : []),
    'noproxy = "*"',
    'proto = "=http,https"',
    `max-time = ${timeoutMs / 1000}`,
    'user-agent = "driftwatch"',
    // curl(1): with a semicolon for the colon, a header is sent without a value
    ...Object.entries(headers).map(([name, value]) => {
      return `header = ${curlQuote(value === '' ? `${name};` : `${name}: ${value}`)}`;
    }),
    `url = ${curlQuote(url.href)}`,
  ];
}

/** A redirect to another origin is followed no further than to the same socket; the answer's reader sees through it. */
function curlRedirects(url: URL): string {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const lines = [
    'location',
    `max-redirs = ${MAX_REDIRECTS}`,
    `connect-to = ${curlQuote(`::${url.hostname}:${port}`)}`,
  ];
  return lines.join('\n');
}

/** curl(1), --config: between double quotes only the backslash and the quote itself need escaping. */
function curlQuote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
