import type { Suspect } from '../facts/suspect.ts';
import { adviceOf, adviceText } from '../text/advice.ts';
import type { Advice } from '../text/advice.ts';
// The clients' errors. In a file of their own, so that probes can import them without the clients.

export type HostKeyRefusal = {
  state: 'changed' | 'unknown';
  algorithm: string;
  /** `SHA256:…` as ssh-keygen -l prints it */
  presented: string;
  pinned: string[];
};

/** No channel was opened, so nothing was read. */
export class SshError extends Error {
  override name = 'SshError';
  readonly kind: 'unreachable' | 'timeout' | 'denied' | 'malformed';
  readonly hostKey: HostKeyRefusal | null;
  readonly suspect: Suspect;
  readonly advice: Advice;
  constructor(
    kind: SshError['kind'],
    told: string | Advice,
    hostKey: HostKeyRefusal | null = null,
    suspect: Suspect = usualSuspects[kind],
  ) {
    super(adviceText(adviceOf(told)));
    this.advice = adviceOf(told);
    this.kind = kind;
    this.hostKey = hostKey;
    this.suspect = suspect;
  }
}

const usualSuspects = {
  unreachable: 'network',
  timeout: 'network',
  denied: 'login',
  malformed: 'server',
} as const;

export class HttpError extends Error {
  override name = 'HttpError';
  readonly kind: 'unreachable' | 'timeout' | 'malformed';
  /** the system's code, such as ECONNREFUSED, or one of ours: NOT_HTTP, CUT_OFF, CERT_UNTRUSTED … */
  readonly code: string;
  constructor(kind: HttpError['kind'], code: string, message: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

export class RepositoryError extends Error {
  override name = 'RepositoryError';
  /** `unsupported`: the repository does not offer it, or not to this token, and nothing is wrong */
  readonly kind: 'unreachable' | 'timeout' | 'denied' | 'malformed' | 'unsupported';
  readonly advice: Advice;
  /** a cause that affects other repositories too, such as a token or a host; null if only this one */
  readonly code: string | null;
  /** what is wrong, without the repository's name */
  readonly unnamed: string;
  constructor(
    kind: RepositoryError['kind'],
    told: string | Advice,
    { code = null, unnamed = adviceOf(told).what }: { code?: string | null; unnamed?: string } = {},
  ) {
    super(adviceText(adviceOf(told)));
    this.advice = adviceOf(told);
    this.kind = kind;
    this.code = code;
    this.unnamed = unnamed;
  }
}
