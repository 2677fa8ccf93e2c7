/** One line of `docker history`. */
export type Layer = {
  /** ISO instant; null if the engine gives none */
  created: string | null;
  /** the instruction as the builder recorded it: untrusted text */
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
  /** newest first; null if the history could not be read */
  layers: Layer[] | null;
};

export type Engine = 'docker' | 'podman';

export type Container = {
  /** whole, hex */
  id: string | null;
  engine: Engine;
  /** a podman container of the SSH user, which sudo does not see */
  rootless: boolean;
  name: string;
  /** compose's project and service */
  project: string | null;
  compose_service: string | null;
  /** its number among the replicas of that service */
  compose_number?: string;
  /** made by `docker compose run`, in addition to the service */
  oneoff: boolean;
  /** the swarm's service that it is a task of, with its stack, and its place there: `web.1`, on every node `web.<node>` */
  swarm: { service: string; stack: string | null; slot: string } | null;
  /** no, always, on-failure, unless-stopped; null if the engine does not say */
  restart_policy: string | null;
  /** another container of its compose project starts only when this one has ended well */
  awaited?: true;
  /** a port of it is published on the machine */
  published: boolean;
  /** running, restarting, exited, created, paused, dead, removing … */
  state: string;
  exit_code: number | null;
  oom_killed: boolean;
  /** healthy, unhealthy, starting; null without a health check */
  health: string | null;
  /** restarts by its restart policy, since it was started */
  restart_count: number;
  /** by the machine's clock, ISO instant */
  made_at?: string;
  /** ISO instants by the machine's clock; null if it never happened */
  started_at: string | null;
  finished_at: string | null;
  /** pid in the machine's process table */
  pid: number | null;
  image_id: string;
  /** where volumes and folders of the machine are mounted in it: absolute paths */
  mounts?: string[];
  /** what it was made from: a tag, a digest or an id */
  image_ref: string;
  /** the image that `image_ref` names now; null if it no longer names one */
  tag_image_id: string | null;
  /** when that image was built; null if it has no date */
  tag_created?: string | null;
  /**
   * that image has another id, but the same files, settings and date: with containerd's image store an id counts the build's
   * attestations, and other platforms, too
   */
  tag_same?: true;
  /** why it is not known what `image_ref` names */
  tag_unread?: string;
  /** null if the image could not be read */
  image: Image | null;
};

/** Tasks of a swarm's service, over all of its nodes. Those of a job end when their work is done. */
export type SwarmTasks = { running: number; wanted: number; job: boolean };

export type Containers = {
  /** the engine that answered; docker if both did */
  engine: Engine;
  /** installed engines that did not answer: their containers are unknown */
  silent: { engine: Engine; detail: string }[];
  /** whose podman was read; null if root's, or none */
  podman_user: string | null;
  /** everyone whose podman was read */
  podman_users?: string[];
  /** by the swarm's service names; empty if the machine is not a manager, or they were not read */
  swarm: Record<string, SwarmTasks>;
  /** the machine is of a swarm whose manager did not tell of its services: why */
  swarm_unread?: string;
  /** the machine's clock, ISO instant */
  now: string;
  /** service -> its containers, empty if there are none; absent if some changed while they were listed */
  services: Record<string, Container[]>;
};
