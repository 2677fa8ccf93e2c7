import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { testFolder } from '../machines/folder.ts';

export type Authority = { folder: string; ca: string };

/** An authority of the test's own, by openssl. */
export async function anAuthority(name = 'Test Authority'): Promise<Authority> {
  const folder = await testFolder();
  const ca = join(folder, 'ca.pem');
  openssl(folder, [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '3650',
    '-subj',
    `/CN=${name}`,
  ]);
  return { folder, ca };
}

/** A server on loopback with a certificate of that authority. @param days until it expires; negative: it has */
export async function serveTls({ folder }: Authority, days: number, name = 'IP:127.0.0.1') {
  openssl(folder, [
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'own.key',
    '-out',
    'own.csr',
    '-subj',
    '/CN=akashic',
  ]);
  const day = (offset: number) =>
    `${new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  const script = `: > index.txt; printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index.txt\\nserial=serial\\nnew_certs_dir=.\\ncertificate=ca.pem\\nprivate_key=ca.key\\ndefault_md=sha256\\npolicy=p\\nx509_extensions=e\\nunique_subject=no\\n[p]\\ncommonName=supplied\\n[e]\\nsubjectAltName=${name}\\n' > ca.cnf; echo 01 > serial
openssl ca -batch -config ca.cnf -in own.csr -out own.pem -startdate ${day(-400)} -enddate ${day(days)} -notext`;
  execFileSync('sh', ['-c', script], { cwd: folder, stdio: 'pipe' });
  const requests: string[] = [];
  const keys = { key: readFileSync(join(folder, 'own.key')), cert: readFileSync(join(folder, 'own.pem')) };
  const server = createServer(keys, (request, response) => {
    requests.push(request.url ?? '');
    response.end('{"status":"ok","version":"a3f8c21"}');
  }).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => undefined);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `https://127.0.0.1:${port}`, port, requests };
}

function openssl(cwd: string, args: string[]): void {
  execFileSync('openssl', args, { cwd, stdio: 'pipe' });
}
