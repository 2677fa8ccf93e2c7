/** What a word or phrase says about a state. `unclear`: it needs knowledge of the service. */
export type Tone = 'good' | 'degraded' | 'bad' | 'unclear';

// Word stems in the forms that programs print: systemd, supervisor, PM2, docker, Kubernetes, Elasticsearch, Ceph,
// ZFS, Nagios, Consul, gRPC health checking, Spring Boot, ASP.NET Core, MicroProfile, statuspages.
const good =
  /^(?:ok|okay|good|up|healthy|pass|passed|passing|green|success|successful|successfully|succeeded|online|alive|live|ready|running|available|active|serving|operational|normal|nominal|fine|pong|connected|reachable|working|works|functional|functioning|stable|started|listening|accepting|true|yes)$/;
const degraded =
  /^(?:degraded?|degradation|warn|warning|warnings|yellow|amber|orange|partial|partially|minor|starting|startup|initiali[sz]ing|booting|loading|launching|pending|recovering|restarting|reloading|reconnecting|retrying|maintenance|impaired|limited|slow|draining|stopping|terminating|shutting|throttled|readonly|migrating|unstable|flapping|backoff|syncing|warming|paused|suspended|busy|overloaded|lagging|delayed|stale|alarm|alarms|major|recovery)$/;
const bad =
  /^(?:fail|fails|failed|failing|failure|failures|down|err|error|errors|errored|unhealthy|crit|critical|red|dead|offline|oos|crash|crashed|crashing|broken|fatal|panic|panicked|disconnected|outage|ko|nok|bad|traceback|stopped|halted|killed|aborted|terminated|exited|shutdown|unavail|exception|timeout|corrupt|corrupted|fault|faulty|faulted|severe|emergency|stuck|hung|frozen|deadlock|deadlocked|refused|sick|exhausted|false|no)$/;
const negation = /^(?:not|never|without|cannot|zero|no|nothing|none|0)$/;
const absences = /^(?:zero|no|nothing|none|0)$/;
/** Of these there may be none in good health: `no active alarms`, `no jobs running`. */
const idle = /^(?:active|running|live|started|connected)$/;
/** What nobody counts: `queue 0 ok`. */
const uncounted = /^(?:ok|okay|good|fine|normal|nominal|stable|pong|success)$/;
/** At most this many words stand between a negation and its word: `not yet fully ready`. */
const REACH = 4;
const PAUSE = ',';
const prefixed = /^(?:un|non|in|dis|not)(.+)$/;
/** After these words, the statement covers only a part of the service. */
const lessened = /^(?:partial|partially|minor|some)$/;

const pictures: [RegExp, string][] = [
  [/[✅✔☑👍🟢💚]/gu, ' ok '],
  [/[❌✖✗👎🔴💀🚨⛔]/gu, ' bad '],
  [/[⚠🟡🟠]/gu, ' warn '],
];

const countable =
  'up|healthy|ready|running|available|online|alive|passing|passed|connected|active|operational|reachable|ok';
/** `2/3 healthy`, `0 of 3 replicas ready` */
const share = new RegExp(
  String.raw`(?<![\d/.])(\d{1,6})\s*(?:/|(?:out )?of)\s*(\d{1,6})(?=\s+(?:[a-z]+\s+){0,2}(?:${countable})\b)`,
  'g',
);

/** `ready: 2/3` */
const shareBehind =
  /\b(up|healthy|ready|running|available|online)[\s:=]+(\d{1,6})\s*(?:\/|(?:out )?of)\s*(\d{1,6})(?![\d/])/g;

/** Phrases of which a single word misleads, in lower case. */
const phrases: [RegExp, string][] = [
  [/out[\s_-]+of[\s_-]+service/g, 'oos'],
  [/shut(?:ting)?[\s_-]+down/g, 'stopping'],
  [/timed[\s_-]+out/g, 'timeout'],
  [/read[\s_-]+only/g, 'readonly'],
  [/crash[\s_-]*loop[\s_-]*back[\s_-]*off/g, 'crashing'],
  [/catching[\s_-]+up/g, 'syncing'],
  [/migrations?[\s_-]+(?:running|needed|required|pending|in[\s_-]+progress)/g, 'migrating'],
  [/(?:error|fault)s?-free/g, 'ok'],
  [/\bnot all\b/g, 'partial'],
  [/\b0+(?:\.0+)?\s?%/g, '0'],
  // `errors: 0`, `error rate 0.0%`, not `error: 0 bytes written`
  [
    /\b(errors?|failures?|failed|failing|alarms?|warnings?|problems?|down)(?: rate| count)?[\s:=]+0+(?:\.0+)?(?=\s*(?:$|[,;|)\n]|and\b))/g,
    ' 0 $1',
  ],
  // a version, an address, a time of day, a name with a number: no count
  [/[\p{L}\d_-]*\d+(?:[.:]\d+)+[\p{L}\d_.-]*/gu, ' '],
  [/(?<=\p{L})[-_#]?\d+(?![\p{L}\d])/gu, ' '],
  [/\b\d+\s*(?:ms|s|secs?|seconds?|min|minutes?|h|hours?|days?|weeks?|[kmg]i?b|bytes|%)(?![\p{L}\d])/gu, ' '],
  [/\b\d+:\s/g, ` , `],
];

/**
 * Reads what a service calls its state: `UP`, `OutOfService`, `Not OK`, `no errors`, `All systems operational`.
 * Words that contradict each other are `unclear`.
 */
export function toneOf(text: string): Tone {
  const words = wordsOf(text);
  const status = words.length > 0 ? httpTone(words[0] ?? '') : null;
  const tones = new Set<Tone>(status === null ? [] : [status]);
  let negated = 0;
  let absence = '';
  let part = false;
  for (const [index, word] of words.entries()) {
    negated = word === PAUSE ? 0 : Math.max(0, negated - 1);
    if (negation.test(word) && index < words.length - 1) {
      negated = REACH;
      absence = absences.test(word) ? word : '';
    } else if (word === 'false' && tones.delete('good')) tones.add('bad');
    else {
      const tone = toneOfWord(word);
      part ||= word === 'some';
      if (tone === 'unclear' || (negated > 0 && absence !== '' && idle.test(word))) continue;
      if (absence === '0' && uncounted.test(word)) negated = 0;
      const turned = negated > 0 ? (tone === 'good' ? 'bad' : 'good') : tone;
      tones.add(part && turned === 'bad' ? 'degraded' : turned);
      negated = 0;
      part ||= lessened.test(word);
    }
  }
  if (tones.has('bad')) return tones.has('good') ? 'unclear' : 'bad';
  if (tones.has('degraded')) return 'degraded';
  return tones.has('good') ? 'good' : 'unclear';
}

/** Counts the words of a text, split as in `toneOf`. */
export function countWords(text: string): number {
  return wordsOf(text).filter((word) => word !== PAUSE).length;
}

function toneOfWord(word: string): Tone {
  if (degraded.test(word)) return 'degraded';
  if (bad.test(word)) return 'bad';
  if (good.test(word)) return 'good';
  const rest = prefixed.exec(word)?.[1];
  return rest !== undefined && good.test(rest) ? 'bad' : 'unclear';
}

/** `503 Service Unavailable`, `404`: a status of HTTP. */
function httpTone(word: string): Tone | null {
  if (!/^[1-5]\d\d$/.test(word)) return null;
  return word < '400' ? 'good' : 'bad';
}

function wordsOf(text: string): string[] {
  const plain = pictures.reduce(
    (left, [picture, word]) => left.replaceAll(picture, word),
    text.normalize('NFKC'),
  );
  const lower = plain
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/n['’]t\b/g, ' not ')
    .replaceAll(share, (_, some: string, all: string) => shareOf(Number(some), Number(all)))
    .replaceAll(
      shareBehind,
      (_, word: string, some: string, all: string) => `${shareOf(Number(some), Number(all))}${word}`,
    );
  return phrases
    .reduce((left, [phrase, word]) => left.replaceAll(phrase, word), lower)
    .replaceAll(/[,;!?()]|\.\s/g, ` ${PAUSE} `)
    .split(/[^\p{L}\p{N},]+/u)
    .filter((word) => word !== '');
}

function shareOf(some: number, all: number): string {
  if (some === 0) return '0 ';
  return some < all ? ' partial ' : ' ';
}
