/** The working folders of processes, and what started them; without root, other users' folders are missing. */
export type ProcessLocations = {
  folders: Map<number, string>;
  /** the systemd unit of each process that has one */
  units: Map<number, string>;
  /** pids of processes in containers */
  contained: Set<number>;
  /** folder -> the link that leads to it, where a deployment moves on: `/opt/x/releases/7` -> `/opt/x/current` */
  links: Map<string, string>;
};

/** systemd.slice(5), and what docker, podman, containerd, cri-o and LXC call the groups of their containers. */
const container =
  /(?:^|[/:-])(?:docker|libpod|libpod-payload|crio|cri-containerd|containerd|buildkit)[-/][0-9a-f]{12,64}|\/(?:lxc|kubepods(?:\.slice)?|machine\.slice)\/|\/lxc\.payload\./;

export function parseLocations(output: string): ProcessLocations {
  const locations: ProcessLocations = {
    folders: new Map(),
    units: new Map(),
    contained: new Set(),
    links: new Map(),
  };
  const groups = new Map<number, string>();
  for (const line of output.split('\n')) {
    const [, word, pid, text = ''] = /^(cwd|group) (\d{1,10}) (\/.*)$/.exec(line) ?? [];
    const [, link, folder] = /^link (\/.+) -> (\/.+)$/.exec(line) ?? [];
    if (word === 'cwd') locations.folders.set(Number(pid), text.replace(/ \(deleted\)$/, ''));
    if (word === 'group') groups.set(Number(pid), text);
    if (
      link !== undefined &&
      folder !== undefined &&
      isDeployed(link, folder) &&
      !locations.links.has(folder)
    )
      locations.links.set(folder, link);
  }
  // A machine that is a container itself may see its groups from outside: that of its pid 1 is above them all.
  const above = groups.get(1)?.replace(/\/(?:init\.scope)?$/, '') ?? '';
  for (const [pid, path] of groups) {
    const group = path.startsWith(`${above}/`) ? path.slice(above.length) : path;
    const unit = /.*\/([^/]+\.service)(?:\/|$)/.exec(group)?.[1];
    if (path === above) continue;
    if (container.test(group)) locations.contained.add(pid);
    else if (unit !== undefined && !/^user@\d+\.service$/.test(unit)) locations.units.set(pid, unit);
  }
  return locations;
}

/** Is the link near a folder named after a version, a time or a commit, as deployments create? */
function isDeployed(link: string, folder: string): boolean {
  const place = link.slice(0, link.lastIndexOf('/') + 1);
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return folder.startsWith(place) && /^v?\d[\w.-]*$|^[0-9a-f]{7,40}$/.test(name);
}

/** The path by which a folder stays reachable after the next deployment. */
export function lasting(path: string, { links }: Pick<ProcessLocations, 'links'>): string {
  for (const [folder, link] of links)
    if (path === folder || path.startsWith(`${folder}/`)) return link + path.slice(folder.length);
  return path;
}
