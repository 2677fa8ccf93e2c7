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
  /** newest first; null where the history could not be read */
  layers: Layer[] | null;
};

export type Container = {
  name: string;
  /** compose's project and service */
  project: string | null;
  compose_service: string | null;
  /** made by `docker compose run`, beside the service */
  oneoff: boolean;
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

export type Containers = {
  engine: 'docker' | 'podman';
  /** the machine's clock, ISO instant */
  now: string;
  /** service -> its containers, empty where there is none; absent where some came and went while they were listed */
  services: Record<string, Container[]>;
};
