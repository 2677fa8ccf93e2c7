import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const Service = z.strictObject({
  image: z.literal('driftwatch'),
  build: z.strictObject({ context: z.literal('.'), args: z.record(z.string(), z.string()) }),
  env_file: z.literal('.env'),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:/, 'the port is for this machine alone')),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  mem_limit: z.string(),
  pids_limit: z.int(),
  init: z.literal(true),
  restart: z.string(),
  stop_grace_period: z.string().regex(/^\d+s$/),
});

const ofSite = {
  profiles: z.tuple([z.literal('site')]),
  command: z.array(z.string()),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  tmpfs: z.array(z.string()),
  mem_limit: z.string(),
  restart: z.string(),
};

/** For the profile `site`: no published ports, and the bot's confinement. */
const Queue = z.strictObject({
  ...ofSite,
  image: z.string(),
  user: z.string(),
  healthcheck: z.strictObject({
    test: z.tuple([z.literal('CMD'), z.string()], z.string()),
    interval: z.string(),
    timeout: z.string(),
    start_period: z.string(),
  }),
});
const Worker = Service.omit({ build: true, ports: true }).extend({
  ...ofSite,
  command: z.tuple([z.literal('worker'), z.literal('--site'), z.string()]),
  depends_on: z.tuple([z.literal('redis')]),
});

/** The services of compose.yaml; unknown settings are refused, so that none goes untested. */
const all = z
  .strictObject({
    services: z.strictObject({ driftwatch: Service, redis: Queue, worker: Worker }),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(readFileSync('compose.yaml', 'utf8'))).services;
export const composed = all.driftwatch;
export const composedQueue = all.redis;

/** What compose.yaml confines the container with, as flags of `docker run`. */
export const confinement = [
  '--read-only',
  ...flags('tmpfs', composed.tmpfs),
  ...flags('cap-drop', composed.cap_drop),
  ...flags('security-opt', composed.security_opt),
  `--memory=${composed.mem_limit}`,
  `--pids-limit=${composed.pids_limit}`,
];

export function flags(name: string, values: string[]): string[] {
  return values.flatMap((value) => [`--${name}`, value]);
}
