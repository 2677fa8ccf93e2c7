// The output of containers-script.ts, for one container of docker unless told otherwise.

export const id = 'a'.repeat(64);
export const image = `sha256:${'b'.repeat(64)}`;

export function row(over: Record<string, unknown> = {}): string {
  const line = {
    name: '/web',
    service: '',
    project: '',
    oneoff: '',
    state: 'running',
    exit_code: 0,
    oom_killed: false,
    health: 'none',
    restart_count: 0,
    started_at: '2026-03-29T10:00:00.123456789Z',
    finished_at: '0001-01-01T00:00:00Z',
    pid: 42,
    image,
    ref: 'app:latest',
    ...over,
  };
  return `container ${JSON.stringify(line)}`;
}

const layer = 'layer {"created":"2026-03-27T08:00:00Z","created_by":"COPY . /app # buildkit","size":"3"}';
export const about = [
  `about ${image}`,
  'image {"created":"2026-03-29T09:00:00Z","revision":"","vcs_ref":"A3F8C21"}',
  'end image 0',
  layer,
  'end history 0',
  'ref app:latest',
  'tag "sha256:cc"',
  'end tag 0',
];

export function listing(rows = [row()], more = about, ids = rows.map(() => `id ${id}`)): string {
  const ps = ['engine docker', 'now 2026-03-29T18:00:00Z', ...ids, 'end ps 0'];
  return [...ps, ...rows, 'end inspect 0', ...more, ''].join('\n');
}
