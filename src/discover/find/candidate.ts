import type { FoundCheckout } from '../../facts/workloads/workloads.ts';
import type { FoundHealth } from '../../facts/workloads/found-health.ts';

/** Something that should run, judging by the machine. All its text is untrusted. */
export type Candidate = {
  /** a short name, not unique */
  name: string;
  /** what it is, in one sentence */
  what: string;
  docker_service: string | null;
  systemd_unit: string | null;
  launchd_label: string | null;
  /** pids of its topmost processes */
  roots: number[];
  /** ports of the machine that are forwarded to it */
  published: number[];
  /** the folder that it runs from; null if it runs from an image */
  folder: string | null;
  /** the script or program, as in its command line */
  program: string | null;
  image: { ref: string; built_here: boolean; source: string | null; folder: string | null } | null;
  /** how many should run, judging by what runs now; null if unknown */
  instances: number | null;
  /** other texts that may contain a trading bot's name */
  mentions: string[];
  notes: string[];
};

/** What else was found about it. */
export type Service = Candidate & {
  checkout: FoundCheckout | null;
  health: FoundHealth | null;
  /** every port that it answers or listens on */
  ports: number[];
  /** does it listen on other addresses than loopback? */
  open: boolean;
  /** why it has no known health answer */
  no_health_reason: string;
};

/** What should run, what was left out and why, and health answers without a known service. */
export type Found = { services: Service[]; left: string[]; strays: FoundHealth[] };

export function aCandidate(over: Partial<Candidate> & Pick<Candidate, 'name' | 'what'>): Candidate {
  return {
    docker_service: null,
    systemd_unit: null,
    launchd_label: null,
    roots: [],
    published: [],
    folder: null,
    program: null,
    image: null,
    instances: null,
    mentions: [],
    notes: [],
    ...over,
  };
}

/** Words that name the kind of program, not which one it is. */
const generic =
  /^(?:app|api|web|www|server|service|main|index|run|start|manage|worker|daemon|bot|backend|frontend|proxy|nginx|db|database|postgres|redis|cache|src|dist|build|bin|current|releases?|scripts?|home|opt|srv|var|tmp|usr|local|__main__|wsgi|asgi)$|^v?\d[\d._-]*$/i;

/** `akashic-api` if the name alone would be `api`. */
export function tellingName(name: string, context: string | null): string {
  return context && context !== name && generic.test(name) ? `${context}-${name}` : name;
}

export function isGeneric(name: string): boolean {
  return generic.test(name);
}
