import { once } from 'node:events';
import ssh2 from 'ssh2';
import type { Connection, ServerChannel } from 'ssh2';
import { keyPair } from '../../sandbox/fleet/key-pair.ts';

export type SshHosts = { ports: number[]; knownHosts: string; close(): void };

/**
 * `count` SSH hosts on ports of loopback, with one host key, that let the one key in. Each answers every script with
 * what `recorded` holds for its number, framed by the script's own marker.
 */
export async function startSshHosts(
  count: number,
  clientKey: string,
  recorded: (host: number) => Record<string, string>,
): Promise<SshHosts> {
  const hostKey = keyPair();
  const allowed = ssh2.utils.parseKey(clientKey);
  if (allowed instanceof Error) throw allowed;
  const servers = await Promise.all(
    Array.from({ length: count }, async (_, host) => {
      const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection) =>
        serve(connection, allowed, () => recorded(host)),
      );
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('an SSH host has no port');
    return address.port;
  });
  return {
    ports,
    knownHosts: ports.map((port) => `[127.0.0.1]:${port} ${hostKey.public.trim()}\n`).join(''),
    close() {
      for (const server of servers) server.close();
    },
  };
}

function serve(connection: Connection, allowed: ssh2.ParsedKey, recorded: () => Record<string, string>) {
  connection.on('error', () => connection.end());
  connection.on('authentication', (attempt) => {
    const known = attempt.method === 'publickey' && attempt.key.data.equals(allowed.getPublicSSH());
    return known ? attempt.accept() : attempt.reject(['publickey']);
  });
  connection.on('session', (accept) => {
    accept().on('exec', (acceptExec) => {
      const channel = acceptExec();
      let script = '';
      let answered = false;
      channel.on('data', (chunk: Buffer) => {
        script += chunk.toString('latin1');
        if (answered || !script.endsWith('\nexit 0\n}\n')) return;
        answered = true;
        answer(channel, script, recorded());
      });
    });
  });
}

function answer(channel: ServerChannel, script: string, recorded: Record<string, string>) {
  const marker = /^m=([0-9a-f]{32,})$/m.exec(script)?.[1] ?? '';
  const sections = [...script.matchAll(/^frame begin ([a-z_]+)\b/gm)].flatMap(([, name]) => name ?? []);
  const text = sections.map(
    (name) => `\n${marker} begin ${name}\n${recorded[name] ?? ''}\n\n${marker} end ${name} 0\n`,
  );
  channel.write(text.join(''), () => {
    channel.exit(0);
    channel.end();
  });
}
