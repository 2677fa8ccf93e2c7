import { unseenWith } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** Sets nothing and asks the engine nothing: docker's own precedence of the environment and its contexts. */
export const ENDPOINT = `endpoint() {
  at=\${DOCKER_HOST:-}
  if [ -z "$at" ] && { [ -n "\${DOCKER_CONTEXT:-}" ] || grep -q '"currentContext"' "\${DOCKER_CONFIG:-\${HOME:-}/.docker}/config.json" 2>/dev/null; }; then
    at=$(docker context inspect --format '{{.Endpoints.docker.Host}}' </dev/null 2>/dev/null)
  fi
  case $at in tcp://* | ssh://* | http://* | https://*) echo "at $at" ;; esac
}`;

/**
 * docker's command line may talk to the engine of another machine, by a context or DOCKER_HOST: what it lists does not run here,
 * and what runs here is not listed. @param host the machine's own address @returns null if it talks to this machine
 */
export function farEngine(output: string, host: string): Observation<never> | null {
  const endpoint = /^at (\S+)$/m.exec(output)?.[1];
  if (endpoint === undefined || !URL.canParse(endpoint)) return null;
  const { hostname } = new URL(endpoint);
  if (/^(?:localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0|)$/.test(hostname) || hostname === host) return null;
  return unseenWith(
    'unsupported',
    `docker of the SSH user talks to the engine of another machine, ${hostname}`,
    'give the service that machine, or set the default context there (docker context use default)',
  );
}
