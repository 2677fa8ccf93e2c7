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

/** What a health endpoint answered. Whether that is good is for the rules. */
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
  /** what the body itself says about its state, in its own words */
  said: HealthStatement[];
  /** null where the tool that asked does not tell */
  duration_ms: number | null;
  /** where a redirect leads that was not followed */
  location: string | null;
  /** the server's, where it was asked over TLS and the tool that asked tells */
  certificate: { subject: string; issuer: string; valid_to_ms: number } | null;
};

/** One statement of a body on its state: `{"status":"red"}`, `{"checks":{"db":false}}`, `Unhealthy`. */
export type HealthStatement = {
  /** its path, such as `components.db.status`; empty for a text that is nothing else */
  at: string;
  value: string | number | boolean | null;
  /**
   * `state`: a word. `flag`: true is good, as of `healthy`. `error`: that there is one is the statement.
   * `check`: by a name of the service's own, where a word that nobody knows says nothing.
   */
  kind: 'state' | 'flag' | 'error' | 'check';
  /** of a component or a check, not of the whole */
  part: boolean;
};

/** What there is to say without its status: what `readHealth` gives. */
export type HealthBody = Omit<HealthAnswer, 'status' | 'duration_ms' | 'location' | 'certificate'>;

/** A body that one of the formats understood. `versions`: what may name the revision, the likeliest first. */
export type HealthReading = Omit<HealthBody, 'version' | 'said'> & { versions: (string | null)[] };

/** service -> interface -> answer */
export type LocalHealth = Record<string, Record<string, Observation<HealthAnswer>>>;
