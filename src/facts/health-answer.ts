import type { Observation } from './observation.ts';
const formats = [
  'seed',
  'health+json',
  'actuator',
  'prometheus',
  'headers',
  'text',
  'page',
  'unreadable',
  'tcp',
  'tcp-closed',
  'none',
] as const;

/** The answer of a health endpoint, for the rules to judge. */
export type HealthAnswer = {
  /** HTTP status of the last answer (redirects are followed a few times, within the same origin); of a port alone 0 */
  status: number;
  /**
   * how the body was understood; `text`: a word or two; `page`: HTML; `unreadable`: no text, broken JSON, or
   * in an encoding that cannot be decoded; `tcp`: a port that takes connections, `tcp-closed` to close them at once; `none`: empty, or nothing that is known
   */
  format: (typeof formats)[number];
  /** as reported, unjudged: a SHA, a semver, `unknown` … */
  version: string | null;
  pid: number | null;
  uptime_seconds: number | null;
  /** the body's statements about its state, verbatim */
  said: HealthStatement[];
  /** null if the tool does not report it */
  duration_ms: number | null;
  /** the target of a redirect that was not followed */
  location: string | null;
  /** the server's certificate, if TLS was used and the tool reports it */
  certificate: { subject: string; issuer: string; valid_to_ms: number } | null;
};

/** One statement of a body on its state: `{"status":"red"}`, `{"checks":{"db":false}}`, `Unhealthy`. */
export type HealthStatement = {
  /** its path, such as `components.db.status`; empty for a text that is nothing else */
  at: string;
  value: string | number | boolean | null;
  /**
   * `state`: a word. `flag`: true is good, as of `healthy`. `error`: that there is one is the statement.
   * `check`: under the service's own key, where an unknown word says nothing.
   */
  kind: 'state' | 'flag' | 'error' | 'check';
  /** of a component or a check, not of the whole */
  part: boolean;
};

/** What there is to say without its status: what `readHealth` gives. */
export type HealthBody = Omit<HealthAnswer, 'status' | 'duration_ms' | 'location' | 'certificate'>;

/** A body in a known format. `versions`: fields that may name the revision, most likely first. */
export type HealthReading = Omit<HealthBody, 'version' | 'said'> & { versions: (string | null)[] };

/** service -> interface -> answer */
export type LocalHealth = Record<string, Record<string, Observation<HealthAnswer>>>;
