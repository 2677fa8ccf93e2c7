/** One line of `docker history`. */
export type Layer = {
  /** ISO instant; null where the engine gives none */
  created: string | null;
  /** the instruction as the builder wrote it down: untrusted text */
  created_by: string;
  /** bytes */
  size: number | null;
};

export type Image = {
  /** `sha256:…`, without the prefix from podman */
  id: string;
  /** ISO instant */
  created: string | null;
  /** label org.opencontainers.image.revision, else org.label-schema.vcs-ref: untrusted text */
  revision: string | null;
  /** label org.opencontainers.image.source, else org.label-schema.vcs-url: untrusted text */
  source: string | null;
  /** an older image of the machine that this one is built on carries the same revision */
  on_base_of_revision: boolean;
  /** newest first; null where the history could not be read */
  layers: Layer[] | null;
};

export type Engine = 'docker' | 'podman';

export type Container = {
  /** whole, hex */
  id: string | null;
  engine: Engine;
  /** podman's, of the SSH user alone: no sudo reaches it */
  rootless: boolean;
  name: string;
  /** compose's project and service */
  project: string | null;
  compose_service: string | null;
  /** made by `docker compose run`, in addition to the service */
  oneoff: boolean;
  /** the swarm's service that it is a task of, with its stack, and its place there: `web.1`, on every node `web.<node>` */
  swarm: { service: string; stack: string | null; slot: string } | null;
  /** no, always, on-failure, unless-stopped; null where the engine does not say */
  restart_policy: string | null;
  /** a port of it is published on the machine */
  published: boolean;
  /** running, restarting, exited, created, paused, dead, removing … */
  state: string;
  exit_code: number | null;
  oom_killed: boolean;
  /** healthy, unhealthy, starting; null without a health check */
  health: string | null;
  /** by its restart policy, since somebody started it */
  restart_count: number;
  /** ISO instants by the machine's clock; null where it never was */
  started_at: string | null;
  finished_at: string | null;
  /** of the machine's process table */
  pid: number | null;
  image_id: string;
  /** what it was made from: a tag, a digest or an id */
  image_ref: string;
  /** the image that `image_ref` names now; null where it names none any more */
  tag_image_id: string | null;
  /** null where the image could not be read */
  image: Image | null;
};

/** Tasks of a swarm's service, over all of its nodes. Those of a job end when their work is done. */
export type SwarmTasks = { running: number; wanted: number; job: boolean };

export type Containers = {
  /** the engine that answered; docker where both did */
  engine: Engine;
  /** engines that are installed and did not answer: what they hold is not known */
  silent: { engine: Engine; detail: string }[];
  /** whose podman was asked; null where it was root's, or none */
  podman_user: string | null;
  /** by the swarm's names of its services; empty where the machine is no manager, and where nobody asked */
  swarm: Record<string, SwarmTasks>;
  /** the machine's clock, ISO instant */
  now: string;
  /** service -> its containers, empty where there is none; absent where some came and went while they were listed */
  services: Record<string, Container[]>;
};
