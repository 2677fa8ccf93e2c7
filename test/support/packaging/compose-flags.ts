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

/** The service of compose.yaml; what is not understood here is refused, so that no setting goes untested. */
export const composed = z
  .strictObject({
    services: z.strictObject({ driftwatch: Service }),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(readFileSync('compose.yaml', 'utf8'))).services.driftwatch;

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
