import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Dockerd } from '../servers/dockerd.ts';
import { closedPort } from '../servers/http-servers.ts';

const run = promisify(execFile);

/**
 * compose.yaml as docker-compose itself reads it, in a folder that holds config/ and keys/. Two things differ: the port on
 * this machine is a free one, and what `over` says, such as of which image each service is.
 * @returns docker-compose for this project
 */
export async function composeProject(
  engine: Dockerd,
  folder: string,
  over: { services: Record<string, object>; networks?: object },
  environment: Record<string, string>,
): Promise<(...command: string[]) => Promise<string>> {
  const text = readFileSync('compose.yaml', 'utf8');
  const port = await closedPort();
  writeFileSync(join(folder, 'compose.yaml'), text.replace('127.0.0.1:8787:', `127.0.0.1:${port}:`));
  writeFileSync(join(folder, 'over.yaml'), JSON.stringify(over));
  const lines = Object.entries(environment).map((pair) => pair.join('='));
  writeFileSync(join(folder, '.env'), `${lines.join('\n')}\n`);
  const files = ['--file', 'compose.yaml', '--file', 'over.yaml'];
  const env = { ...process.env, DOCKER_HOST: engine.host };
  return async (...command) => {
    const args = ['--project-name', engine.prefix, ...files, ...command];
    return (await run('docker-compose', args, { cwd: folder, env })).stdout.trimEnd();
  };
}
