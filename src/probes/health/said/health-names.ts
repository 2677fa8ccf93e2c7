// What the keys of a health body mean, by their words. Upper case, `_`, `-` and dots make no difference.

const LONGEST = 200;

export const states = new Set(['status', 'state', 'health', 'overall', 'condition', 'indicator', 'outcome']);
export const flags = new Set(['ok', 'healthy', 'success', 'successful', 'passed', 'passing']);
/** A healthy service may report false here, for a moment or by choice. */
export const softFlags = new Set([
  'alive',
  'up',
  'ready',
  'available',
  'online',
  'operational',
  'connected',
  'reachable',
]);
/** true is a statement here; false is not. */
export const badFlags =
  /^(?:unhealthy|degraded|down|failed|failing|broken|dead|offline|unreachable|unavailable|crashed|stuck|stale|syncing|catching up|draining|overloaded|shutting down|maintenance|maintenance mode|in maintenance|recovery mode)$/;
export const errors = new Set([
  'error',
  'errors',
  'failures',
  'problems',
  'fail',
  'failure',
  'fault',
  'exception',
]);
/** What an envelope says of what it carries. */
export const messages = /^(?:message|(?:ret )?msg|result|response|res)$/;
export const codes = /^(?:(?:status |error )?code)$/;
/** Within an object that is the state, what names it: `{"overall":{"level":"degraded"}}`. */
export const levels = new Set(['level', 'value', 'code', 'label', 'text']);

/** What may precede the word that counts: `overallStatus`, `is_healthy`, `service.health`. */
const ofTheWhole = new Set([
  'is',
  'overall',
  'aggregated',
  'aggregate',
  'service',
  'system',
  'app',
  'application',
  'server',
  'health',
  'global',
  'current',
]);
export const wholes = new Set([
  'data',
  'attributes',
  'result',
  'response',
  'payload',
  'body',
  'health',
  'status',
  'state',
  'overall',
]);
export const parts =
  /^(?:.*\s)?(?:checks?|components?|details|entries|results|services|dependenc(?:y|ies)|subsystems|indicators|probes|healthchecks?|contributors|info|modules|nodes|servers|workers|databases|caches|exchanges|backends|upstreams|feeds|brokers)$/;
/** In these a bare false may be a choice. */
export const settings = /details|info|modules|nodes|servers|workers|exchanges|backends|upstreams|feeds/i;

/** Of another time, or of what is wanted. */
const otherTime =
  /\b(?:last|latest|previous|prev|past|former|old|next|desired|target|expected|wanted|requested|initial|default|recent|history|on|if)\b/;
/** What comes and goes while the service is well, unless it is the queue or the database of these. */
const otherThing =
  /\b(?:orders?|trades?|trading|positions?|markets?|strategy|strategies|jobs?|tasks?|runs?|builds?|deploys?|deployments?|users?|accounts?|customers?|payments?|subscriptions?|invoices?|sessions?|login|clients?|devices?|controller|debugger|browser|viewer|players?|http|requests?|response|trend|signal|direction|side|bias|momentum|price|tickers?|symbols?|pairs?|change|movement|vote|candle|logs?|level|verbosity|mode|policy|action|type|kind|events?|reason|flags?|features?|config|settings|options)\b(?!.*\b(?:queue|bus|db|database|store|scheduler|workers?|executor|engine)\b)/;
/** What a service depends on, in general words. */
const dependency =
  /\b(?:databases?|db|sql|caches?|queues?|broker|bus|storage|store|disk|filesystem|network|internet|backend|upstream|gateway|websocket|ws|socket|connection|connections|exchange|feed|stream|scheduler|worker|workers|consumer|producer|listener|executor|engine|smtp|mail|ldap|auth|dns|cluster|replication|search|index|rpc|api)\b/;

const plain =
  /^(?:disconnected|unreachable|unhealthy|failing|failed|crashed|degraded|not[ _-]?(?:connected|ready|ok|healthy|reachable))$/;
const asState = /^(?:down|errors?|err|fail|ko|nok|critical|dead|broken|timeout|refused|offline|unavailable)$/;

/** `overallStatus`, `is_healthy` and `Health-Status` are `status` and `healthy`. */
export function nameOf(key: string): string {
  const words = wordsIn(key);
  while (words.length > 1 && ofTheWhole.has(words[0] ?? '')) words.shift();
  return words.join(' ');
}

/** Could it be a part of the service itself? */
export function isElsewhere(name: string): boolean {
  return otherTime.test(name) || otherThing.test(name);
}

export function isDependency(name: string): boolean {
  return dependency.test(name) && !isElsewhere(name);
}

/**
 * The word by which a text under a name of its own says that this part fails: `redis: disconnected`,
 * `db_status: "ERROR: too many clients"`. @param beside something says how the whole is
 * @returns null if it does not, or may mean something else
 */
export function failureIn(name: string, text: string, beside: boolean): string | null {
  if (isElsewhere(name)) return null;
  const [head = ''] = text
    .trim()
    .slice(0, LONGEST)
    .split(/[:;,(]/);
  const word = head.trim();
  const lower = word.toLowerCase();
  if (plain.test(lower)) return word;
  const isNamed = /\s(?:status|state|health|check|connection)$/.test(name);
  if (asState.test(lower) && (isNamed || dependency.test(name))) return word;
  return lower === 'down' && beside ? word : null;
}

/** `exchange_connected`, `dbHealthy`: false says that this part fails. */
export function isFlagOfPart(name: string): boolean {
  return /\s(?:ok|healthy|connected|reachable|alive)$/.test(name) && !isElsewhere(name);
}

/** `mem_alarm`, `upstream_offline`: true says that this part fails; the word that says so. */
export function badFlagOfPart(name: string): string | null {
  const word = /\s(alarm|unhealthy|unreachable|disconnected|offline)$/.exec(name)?.[1];
  return word === undefined || isElsewhere(name) ? null : word;
}

function wordsIn(key: string): string[] {
  return key
    .slice(0, LONGEST)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_.:-]+/)
    .filter((word) => word !== '');
}
