import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Dockerd } from '../servers/dockerd.ts';

const bare = ['FROM scratch', 'COPY busybox /bin/busybox'];
const command = 'CMD ["/bin/busybox","sleep","600"]';

function labelled(revision: string): string {
  const well = 'HEALTHCHECK --interval=1s --retries=1 CMD ["/bin/busybox","test","-e","/well"]';
  const label = `LABEL org.opencontainers.image.revision=${revision}`;
  return [...bare, 'COPY app.py /app/app.py', well, command, label].join('\n');
}

/** Containers of every kind, and then the image `app` built again from the cache with nothing but another label. */
export async function populate({ prefix, docker, build }: Dockerd, app: string): Promise<void> {
  await build(app, labelled('a3f8c21'), { 'app.py': 'old' });
  await build(`${prefix}-plain`, [...bare, command].join('\n'));
  const make = async (how: 'create' | 'run', name: string, ...rest: string[]) => {
    const detached = how === 'run' ? ['--detach'] : [];
    await docker(how, ...detached, '--network', 'none', '--name', `${prefix}-${name}`, ...rest);
  };
  const compose = (...labels: string[]) =>
    labels.flatMap((text) => ['--label', `com.docker.compose.${text}`]);
  const service = `service=${prefix}-web`;
  await make('run', 'sick', app);
  await make('run', '1', ...compose(service, 'project=shop'), app);
  await make('run', '2', ...compose(service, 'project=shop'), app);
  await make('run', 'once', ...compose(service, 'project=shop', 'oneoff=True'), app);
  await make('run', 'other', ...compose(service, 'project=blog'), app);
  await make('create', 'new', app);
  await make('run', 'ended', `${prefix}-plain`, '/bin/busybox', 'false');
  await make('run', 'loop', '--restart=always', app, '/bin/busybox', 'false');
  await build(app, labelled('b9d1e44'), { 'app.py': 'old' });
}

/** A line for the start files of a machine's shell, which puts a stand-in for a program first on its PATH. */
export function standIn(program: string, sh: string): string {
  const bin = mkdtempSync(join(tmpdir(), 'driftwatch-bin-'));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  writeFileSync(join(bin, program), `#!/bin/sh\n${sh}\n`, { mode: 0o755 });
  return `export PATH=${bin}:$PATH`;
}
