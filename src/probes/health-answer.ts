/** What a health endpoint answered. Whether that is good is for the rules. */
export type HealthAnswer = {
  /** HTTP status of the last answer (redirects are followed a few times, within the same origin) */
  status: number;
  /** how the body was understood; `page`: HTML; `none`: it says nothing of the service (`OK`, empty, unreadable) */
  format: 'seed' | 'health+json' | 'actuator' | 'prometheus' | 'headers' | 'page' | 'none';
  /** as reported, unjudged: a SHA, a semver, `unknown` … */
  version: string | null;
  pid: number | null;
  uptime_seconds: number | null;
  /** what the body itself says of its state, where it does */
  verdict: 'pass' | 'warn' | 'fail' | null;
  /** null where the tool that asked does not tell */
  duration_ms: number | null;
};

/** What there is to say without its status: what `readHealth` gives. */
export type HealthBody = Omit<HealthAnswer, 'status' | 'duration_ms'>;

/** A body that one of the formats understood. `versions`: what may name the revision, the likeliest first. */
export type HealthReading = Omit<HealthBody, 'version'> & { versions: (string | null)[] };
