import { remembered } from '../text/kept/remembered.ts';

/**
 * What the control group of a process says about who started it (cgroups(7), systemd.slice(5)).
 *
 * - `unit`: a service of systemd's or OpenRC's. All that it started is of it, also what forked away.
 * - `container`: of docker, podman, containerd, LXC or systemd-nspawn.
 * - `session`: a login, a desktop's or a user's scope: what people start by hand, however often.
 */
export type ControlGroup = {
  kind: 'unit' | 'container' | 'session';
  /** unique on the machine */
  key: string;
  /** the unit's name without `.service`, the container's id or name */
  name: string;
  /** the unit's name without its instance: `site` of `site@2` */
  template: string;
};

const container =
  /(?:^|[/:-])(?:docker|libpod|libpod-payload|crio|cri-containerd|containerd|buildkit|nerdctl)[-/]([0-9a-f]{12,64})|\/(?:lxc\.payload\.|lxc\/|machine-)([^/]+?)(?:\.scope)?(?=\/|$)|[/:-]([0-9a-f]{64})(?:\.scope)?(?=\/|$)/g;

/** @param path as the kernel names it; null if it was not seen. @returns null if it says nothing */
export function controlGroup(path: string | null): ControlGroup | null {
  return path === null || path.length > 4096 ? null : groupAt(path);
}

// Every process is in one, several rules look, and the next audit finds the same.
const groupAt = remembered({ count: 4000, longest: 500 }, readGroup);

function readGroup(path: string): ControlGroup | null {
  const inside = [...path.matchAll(container)].at(-1);
  if (inside) {
    const name = inside[1] ?? inside[2] ?? inside[3] ?? '';
    return { kind: 'container', key: path.slice(0, inside.index + inside[0].length), name, template: name };
  }
  const parts = path.split('/');
  const at = parts.findLastIndex((part) => /\.(?:service|scope)$/.test(part));
  const part = at === -1 ? (parts.at(-1) ?? '') : (parts[at] ?? '');
  const key = at === -1 ? path : parts.slice(0, at + 1).join('/');
  if (at === -1) {
    const service = /^openrc[.:](.+)$/.exec(part)?.[1];
    return service === undefined ? null : { kind: 'unit', key, name: service, template: service };
  }
  const name = unescaped(part.replace(/\.(?:service|scope)$/, ''));
  // A user's manager is not a service; what it starts has its own unit below.
  const session = part.endsWith('.scope') || /^user@\d+$/.test(name);
  return { kind: session ? 'session' : 'unit', key, name, template: name.replace(/@.*$/s, '') };
}

/** systemd-escape(1): `\x2d` is a dash. */
function unescaped(name: string): string {
  return name.replaceAll(/\\x([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
